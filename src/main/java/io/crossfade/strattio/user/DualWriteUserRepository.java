package io.crossfade.strattio.user;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The users in both stores while they move: each method names its operation on the one and on the other. */
@Primary
@Repository
class DualWriteUserRepository implements UserRepository {

    private static final String UNIT = UserMapping.UNIT;

    private final Router router;
    private final MongoUserRepository mongo;
    private final PostgresUserRepository postgres;
    private final UserDependents dependents;

    DualWriteUserRepository(
            Router router,
            MongoStore store,
            Clock clock,
            PostgresUserRepository postgres,
            ObjectProvider<UserDependents> dependents) {
        this.router = router;
        this.dependents = id -> dependents.forEach(each -> each.deleteAllOf(id));
        this.mongo = new MongoUserRepository(store, clock, this.dependents);
        this.postgres = postgres;
    }

    @Override
    public User create(NewUser user) {
        return router.write(UNIT, List.of(user.id().text()), () -> mongo.insert(user), () -> postgres.create(user));
    }

    @Override
    public Optional<User> find(Id id) {
        return router.read(UNIT, "find", id.text(), () -> mongo.find(id), () -> postgres.find(id));
    }

    @Override
    public User update(Id id, UserPatch patch) {
        return router.write(UNIT, List.of(id.text()), () -> mongo.update(id, patch), () -> postgres.update(id, patch));
    }

    @Override
    public void delete(Id id) {
        References.delete(
                () -> dependents.deleteAllOf(id),
                () -> router.run(UNIT, List.of(id.text()), () -> mongo.remove(id), () -> postgres.delete(id)));
    }

    @Override
    public Page<User> list(@Nullable String after, int limit) {
        return router.read(UNIT, "list", UNIT, () -> mongo.list(after, limit), () -> postgres.list(after, limit));
    }
}
