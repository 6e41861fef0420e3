package io.crossfade.strattio.plan;

import io.crossfade.migration.Router;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.user.UserRepository;
import java.util.Map;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class PlanFixture {

    private PlanFixture() {}

    /** In MongoDB alone, if the router says so. */
    public static PlanRepository mongo(
            ApplicationContext context,
            Router router,
            UserRepository users,
            OrganisationRepository organisations,
            PlanDependents dependents) {
        return new DualWritePlanRepository(
                router,
                context.getBean(MongoPlanRepository.class),
                context.getBean(PostgresPlanRepository.class),
                users,
                organisations,
                new StaticListableBeanFactory(Map.of("dependents", dependents)).getBeanProvider(PlanDependents.class));
    }

    public static PlanRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresPlanRepository.class);
    }
}
