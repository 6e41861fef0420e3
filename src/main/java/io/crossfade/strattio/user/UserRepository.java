package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users.
 * A method either happens as a whole or not at all, and is visible to every later read when it returns. Times are in
 * milliseconds. What is stored and cannot be read is an {@link io.crossfade.strattio.common.UnreadableDocument}; a list passes over
 * it and names it.
 */
public interface UserRepository {

    /**
     * Stores a new user. Repeating a create returns what is stored, even if it was updated meanwhile in nothing but
     * its times.
     *
     * @throws io.crossfade.strattio.common.AlreadyExists if the id is taken by other content
     * @throws UserEmailTaken if another user has the e-mail address, compared exactly
     */
    User create(NewUser user);

    /** Empty if there is none. */
    Optional<User> find(Id id);

    /**
     * Changes the named fields alone, in one step: two writers that change different fields both win. Sets updatedAt. An
     * empty patch changes nothing.
     *
     * @return the user as it is after this change
     * @throws UserNotFound if there is none
     * @throws UserEmailTaken if another user has the e-mail address
     */
    User update(Id id, UserPatch patch);

    /**
     * Deletes the user and all plans of theirs, with what belongs to these.
     *
     * @throws UserNotFound if there is none
     */
    void delete(Id id);

    /**
     * All users, in the order of their ids.
     *
     * @param after what the page before gave as next; null for the first page
     * @param limit 1 to {@link Page#LARGEST}
     * @throws io.crossfade.strattio.common.InvalidValue if either is none of these
     */
    Page<User> list(@Nullable String after, int limit);
}
