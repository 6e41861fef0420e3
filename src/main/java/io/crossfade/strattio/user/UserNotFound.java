package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;

/** There is no user with that id, or not any more. */
public final class UserNotFound extends NotFound {

    private UserNotFound(Id id) {
        super("user", id);
    }

    public static UserNotFound withId(Id id) {
        return new UserNotFound(id);
    }
}
