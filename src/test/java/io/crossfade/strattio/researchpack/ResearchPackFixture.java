package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.plan.PlanRepository;
import org.springframework.context.ApplicationContext;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Makes the repositories of this package for tests of others. */
public final class ResearchPackFixture {

    private ResearchPackFixture() {}

    public static ResearchPackRepository mongo(MongoTemplate template, PlanRepository plans) {
        return new MongoResearchPackRepository(template, plans);
    }

    public static ResearchPackRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresResearchPackRepository.class);
    }
}
