package io.crossfade.strattio.plan;

import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.user.UserRepository;
import java.time.Clock;
import org.springframework.context.ApplicationContext;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Makes the repositories of this package for tests of others. */
public final class PlanFixture {

    private PlanFixture() {}

    public static PlanRepository mongo(
            MongoTemplate template,
            Clock clock,
            UserRepository users,
            OrganisationRepository organisations,
            PlanDependents dependents) {
        return new MongoPlanRepository(template, clock, new PlanParents(users, organisations), dependents);
    }

    public static PlanRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresPlanRepository.class);
    }
}
