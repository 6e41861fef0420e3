package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.MongoAggregates;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The organisations as documents. */
@Repository
class MongoOrganisationRepository extends MongoAggregates<MongoOrganisation, Organisation, OrganisationPatch>
        implements OrganisationRepository {

    MongoOrganisationRepository(MongoStore store) {
        super(
                store,
                OrganisationMapping.MAPPING,
                "organisation",
                MongoOrganisation.class,
                MongoOrganisation::of,
                MongoOrganisation::organisation);
    }

    @Override
    public Page<Organisation> list(@Nullable String after, int limit) {
        return page(after, limit);
    }
}
