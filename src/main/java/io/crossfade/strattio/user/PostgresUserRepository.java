package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.PostgresAggregates;
import io.crossfade.strattio.common.PostgresStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The users as rows. */
@Repository
class PostgresUserRepository extends PostgresAggregates<PostgresUser, User, UserPatch> implements UserRepository {

    PostgresUserRepository(PostgresStore store, PostgresUserRows rows) {
        super(store, rows, "user", PostgresUser.class, PostgresUser::of, PostgresUser::user);
    }

    @Override
    protected RuntimeException refusal(String constraint, PostgresUser refused) {
        return constraint.equals("users_email_key")
                ? UserRepository.emailTaken(Id.of(refused.id))
                : super.refusal(constraint, refused);
    }

    @Override
    public Page<User> list(@Nullable String after, int limit) {
        return page(after, limit);
    }
}
