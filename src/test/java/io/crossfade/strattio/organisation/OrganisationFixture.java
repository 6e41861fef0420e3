package io.crossfade.strattio.organisation;

import java.time.Clock;
import org.springframework.context.ApplicationContext;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Makes the repositories of this package for tests of others. */
public final class OrganisationFixture {

    private OrganisationFixture() {}

    public static OrganisationRepository mongo(MongoTemplate template, Clock clock, OrganisationDependents dependents) {
        return new MongoOrganisationRepository(template, clock, dependents);
    }

    public static OrganisationRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresOrganisationRepository.class);
    }
}
