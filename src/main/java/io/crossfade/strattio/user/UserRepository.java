package io.crossfade.strattio.user;

import io.crossfade.strattio.common.AggregateRepository;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.Taken;
import org.jspecify.annotations.Nullable;

/** The users. No two share an e-mail address, compared exactly. All plans of a user are deleted with the user. */
public interface UserRepository extends AggregateRepository<User, UserPatch> {

    /**
     * All users, in the order of their ids.
     *
     * @param after what the page before gave as next; null for the first page
     * @param limit 1 to {@link Page#LARGEST}
     * @throws io.crossfade.strattio.common.InvalidValue if either is none of these
     */
    Page<User> list(@Nullable String after, int limit);

    /** Another user has that e-mail address. The address itself is never told. */
    static Taken emailTaken(Id id) {
        return Taken.of("The e-mail address wanted for user " + id + " belongs to another user");
    }
}
