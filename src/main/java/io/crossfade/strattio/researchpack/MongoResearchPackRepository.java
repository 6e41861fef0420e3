package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.plan.MongoVersions;
import org.springframework.stereotype.Repository;

/** The research packs as documents. */
@Repository
class MongoResearchPackRepository extends MongoVersions<MongoResearchPack, ResearchPack, ResearchPackPatch>
        implements ResearchPackRepository {

    MongoResearchPackRepository(MongoStore store) {
        super(
                store,
                ResearchPackMapping.MAPPING,
                "research pack",
                MongoResearchPack.class,
                MongoResearchPack::of,
                MongoResearchPack::pack);
    }
}
