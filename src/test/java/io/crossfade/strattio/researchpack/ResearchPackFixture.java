package io.crossfade.strattio.researchpack;

import io.crossfade.migration.Router;
import io.crossfade.strattio.plan.PlanRepository;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class ResearchPackFixture {

    private ResearchPackFixture() {}

    /** In MongoDB alone, if the router says so. */
    public static ResearchPackRepository mongo(ApplicationContext context, Router router, PlanRepository plans) {
        return new DualWriteResearchPackRepository(
                router,
                context.getBean(MongoResearchPackRepository.class),
                context.getBean(PostgresResearchPackRepository.class),
                plans);
    }

    public static ResearchPackRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresResearchPackRepository.class);
    }
}
