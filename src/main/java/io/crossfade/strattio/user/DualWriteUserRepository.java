package io.crossfade.strattio.user;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.DualWriteAggregates;
import io.crossfade.strattio.common.Expected;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The users in both stores while they move. */
@Primary
@Repository
class DualWriteUserRepository extends DualWriteAggregates<User, UserPatch, MongoUserRepository, PostgresUserRepository>
        implements UserRepository {

    private final ObjectProvider<UserDependents> dependents;

    DualWriteUserRepository(
            Router router,
            MongoUserRepository mongo,
            PostgresUserRepository postgres,
            ObjectProvider<UserDependents> dependents) {
        super(router, UserMapping.UNIT, mongo, postgres);
        this.dependents = dependents;
    }

    @Override
    public void delete(Id id, Expected expected) {
        delete(id, expected, () -> dependents.forEach(each -> each.deleteAllOf(id)));
    }

    @Override
    public Page<User> list(@Nullable String after, int limit) {
        return router.read(unit, "list", unit, () -> mongo.list(after, limit), () -> postgres.list(after, limit));
    }
}
