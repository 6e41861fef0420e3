package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.plan.PlanRepository;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class ResearchPackFixture {

    private ResearchPackFixture() {}

    public static ResearchPackRepository mongo(MongoStore store, PlanRepository plans) {
        return new MongoResearchPackRepository(store, plans);
    }

    public static ResearchPackRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresResearchPackRepository.class);
    }
}
