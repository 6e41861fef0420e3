package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.PostgresStore;
import io.crossfade.strattio.plan.PostgresVersions;
import org.springframework.stereotype.Repository;

/** The research packs as rows. */
@Repository
class PostgresResearchPackRepository extends PostgresVersions<PostgresResearchPack, ResearchPack, ResearchPackPatch>
        implements ResearchPackRepository {

    PostgresResearchPackRepository(PostgresStore store, PostgresResearchPackRows rows) {
        super(
                store,
                rows,
                "research pack",
                PostgresResearchPack.class,
                PostgresResearchPack::of,
                PostgresResearchPack::pack);
    }
}
