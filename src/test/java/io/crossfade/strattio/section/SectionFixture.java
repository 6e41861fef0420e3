package io.crossfade.strattio.section;

import io.crossfade.migration.Router;
import io.crossfade.strattio.plan.PlanRepository;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class SectionFixture {

    private SectionFixture() {}

    /** In MongoDB alone, if the router says so. */
    public static SectionRepository mongo(ApplicationContext context, Router router, PlanRepository plans) {
        return new DualWriteSectionRepository(
                router,
                context.getBean(MongoSectionRepository.class),
                context.getBean(PostgresSectionRepository.class),
                plans);
    }

    public static SectionRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresSectionRepository.class);
    }
}
