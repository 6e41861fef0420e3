package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;

/** What belongs to users and goes with them. Told of a deletion before it and once more after it, for what was born meanwhile. */
public interface UserDependents {

    /** Deletes all that belongs to the user; nothing if there is nothing. May be repeated. */
    void deleteAllOf(Id userId);
}
