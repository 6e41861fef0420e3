package io.crossfade.strattio.organisation;

import io.crossfade.migration.Router;
import java.util.Map;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class OrganisationFixture {

    private OrganisationFixture() {}

    /** In MongoDB alone, if the router says so. */
    public static OrganisationRepository mongo(
            ApplicationContext context, Router router, OrganisationDependents dependents) {
        return new DualWriteOrganisationRepository(
                router,
                context.getBean(MongoOrganisationRepository.class),
                context.getBean(PostgresOrganisationRepository.class),
                new StaticListableBeanFactory(Map.of("dependents", dependents))
                        .getBeanProvider(OrganisationDependents.class));
    }

    public static OrganisationRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresOrganisationRepository.class);
    }
}
