package io.crossfade.strattio.section;

import io.crossfade.strattio.plan.PlanRepository;
import java.time.Clock;
import org.springframework.context.ApplicationContext;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Makes the repositories of this package for tests of others. */
public final class SectionFixture {

    private SectionFixture() {}

    public static SectionRepository mongo(MongoTemplate template, Clock clock, PlanRepository plans) {
        return new MongoSectionRepository(template, clock, plans);
    }

    public static SectionRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresSectionRepository.class);
    }
}
