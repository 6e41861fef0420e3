package io.crossfade.strattio.researchpack;

import io.crossfade.migration.Router;
import io.crossfade.strattio.plan.DualWriteVersions;
import io.crossfade.strattio.plan.PlanRepository;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The research packs in both stores while they move. */
@Primary
@Repository
class DualWriteResearchPackRepository
        extends DualWriteVersions<
                ResearchPack, ResearchPackPatch, MongoResearchPackRepository, PostgresResearchPackRepository>
        implements ResearchPackRepository {

    DualWriteResearchPackRepository(
            Router router,
            MongoResearchPackRepository mongo,
            PostgresResearchPackRepository postgres,
            PlanRepository plans) {
        super(router, ResearchPackMapping.UNIT, mongo, postgres, plans);
    }
}
