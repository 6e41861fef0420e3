package io.crossfade.strattio.organisation;

import io.crossfade.strattio.common.MongoStore;
import java.time.Clock;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class OrganisationFixture {

    private OrganisationFixture() {}

    public static OrganisationRepository mongo(MongoStore store, Clock clock, OrganisationDependents dependents) {
        return new MongoOrganisationRepository(store, clock, dependents);
    }

    public static OrganisationRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresOrganisationRepository.class);
    }
}
