package io.crossfade.strattio.section;

import io.crossfade.migration.Router;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.plan.DualWritePlanParts;
import io.crossfade.strattio.plan.PlanRepository;
import java.util.List;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The sections in both stores while they move. */
@Primary
@Repository
class DualWriteSectionRepository
        extends DualWritePlanParts<Section, SectionPatch, MongoSectionRepository, PostgresSectionRepository>
        implements SectionRepository {

    DualWriteSectionRepository(
            Router router, MongoSectionRepository mongo, PostgresSectionRepository postgres, PlanRepository plans) {
        super(router, SectionMapping.UNIT, mongo, postgres, plans);
    }

    @Override
    public void reorder(Id planId, List<Id> order) {
        if (!References.exists(() -> plans.find(planId))) {
            throw NotFound.of("plan", planId);
        }
        router.run(unit, texts(order), () -> mongo.reorder(planId, order), () -> postgres.reorder(planId, order));
    }
}
