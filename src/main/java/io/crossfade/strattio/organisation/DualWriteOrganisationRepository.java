package io.crossfade.strattio.organisation;

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

/** The organisations in both stores while they move: each method names its operation on the one and on the other. */
@Primary
@Repository
class DualWriteOrganisationRepository implements OrganisationRepository {

    private static final String UNIT = OrganisationMapping.UNIT;

    private final Router router;
    private final MongoOrganisationRepository mongo;
    private final PostgresOrganisationRepository postgres;
    private final OrganisationDependents dependents;

    DualWriteOrganisationRepository(
            Router router,
            MongoStore store,
            Clock clock,
            PostgresOrganisationRepository postgres,
            ObjectProvider<OrganisationDependents> dependents) {
        this.router = router;
        this.dependents = id -> dependents.forEach(each -> each.releaseAllOf(id));
        this.mongo = new MongoOrganisationRepository(store, clock, this.dependents);
        this.postgres = postgres;
    }

    @Override
    public Organisation create(NewOrganisation organisation) {
        return router.write(
                UNIT,
                List.of(organisation.id().text()),
                () -> mongo.insert(organisation),
                () -> postgres.create(organisation));
    }

    @Override
    public Optional<Organisation> find(Id id) {
        return router.read(UNIT, "find", id.text(), () -> mongo.find(id), () -> postgres.find(id));
    }

    @Override
    public Organisation update(Id id, OrganisationPatch patch) {
        return router.write(UNIT, List.of(id.text()), () -> mongo.update(id, patch), () -> postgres.update(id, patch));
    }

    @Override
    public void delete(Id id) {
        References.delete(
                () -> dependents.releaseAllOf(id),
                () -> router.run(UNIT, List.of(id.text()), () -> mongo.remove(id), () -> postgres.delete(id)));
    }

    @Override
    public Page<Organisation> list(@Nullable String after, int limit) {
        return router.read(UNIT, "list", UNIT, () -> mongo.list(after, limit), () -> postgres.list(after, limit));
    }
}
