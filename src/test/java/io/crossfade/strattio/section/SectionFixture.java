package io.crossfade.strattio.section;

import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.plan.PlanRepository;
import java.time.Clock;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class SectionFixture {

    private SectionFixture() {}

    public static SectionRepository mongo(MongoStore store, Clock clock, PlanRepository plans) {
        return new MongoSectionRepository(store, clock, plans);
    }

    public static SectionRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresSectionRepository.class);
    }
}
