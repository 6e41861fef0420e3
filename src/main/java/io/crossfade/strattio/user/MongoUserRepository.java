package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoAggregates;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The users as documents. */
@Repository
class MongoUserRepository extends MongoAggregates<MongoUser, User, UserPatch> implements UserRepository {

    MongoUserRepository(MongoStore store) {
        super(store, UserMapping.MAPPING, "user", MongoUser.class, MongoUser::of, MongoUser::user);
    }

    @Override
    protected RuntimeException taken(Id id) {
        return UserRepository.emailTaken(id);
    }

    @Override
    public Page<User> list(@Nullable String after, int limit) {
        return page(after, limit);
    }
}
