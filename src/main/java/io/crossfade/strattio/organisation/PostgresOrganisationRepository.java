package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.PostgresAggregates;
import io.crossfade.strattio.common.PostgresStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The organisations as rows. */
@Repository
class PostgresOrganisationRepository extends PostgresAggregates<PostgresOrganisation, Organisation, OrganisationPatch>
        implements OrganisationRepository {

    PostgresOrganisationRepository(PostgresStore store, PostgresOrganisationRows rows) {
        super(
                store,
                rows,
                "organisation",
                PostgresOrganisation.class,
                PostgresOrganisation::of,
                PostgresOrganisation::organisation);
    }

    @Override
    public Page<Organisation> list(@Nullable String after, int limit) {
        return page(after, limit);
    }
}
