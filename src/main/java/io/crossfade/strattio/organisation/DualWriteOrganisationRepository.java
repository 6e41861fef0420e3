package io.crossfade.strattio.organisation;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.DualWriteAggregates;
import io.crossfade.strattio.common.Expected;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The organisations in both stores while they move. */
@Primary
@Repository
class DualWriteOrganisationRepository
        extends DualWriteAggregates<
                Organisation, OrganisationPatch, MongoOrganisationRepository, PostgresOrganisationRepository>
        implements OrganisationRepository {

    private final ObjectProvider<OrganisationDependents> dependents;

    DualWriteOrganisationRepository(
            Router router,
            MongoOrganisationRepository mongo,
            PostgresOrganisationRepository postgres,
            ObjectProvider<OrganisationDependents> dependents) {
        super(router, OrganisationMapping.UNIT, mongo, postgres);
        this.dependents = dependents;
    }

    @Override
    public void delete(Id id, Expected expected) {
        delete(id, expected, () -> dependents.forEach(each -> each.releaseAllOf(id)));
    }

    @Override
    public Page<Organisation> list(@Nullable String after, int limit) {
        return router.read(unit, "list", unit, () -> mongo.list(after, limit), () -> postgres.list(after, limit));
    }
}
