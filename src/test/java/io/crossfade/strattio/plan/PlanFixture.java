package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.organisation.OrganisationRepository;
import io.crossfade.strattio.user.UserRepository;
import java.time.Clock;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class PlanFixture {

    private PlanFixture() {}

    public static PlanRepository mongo(
            MongoStore store,
            Clock clock,
            UserRepository users,
            OrganisationRepository organisations,
            PlanDependents dependents) {
        return new MongoPlanRepository(store, clock, new PlanParents(users, organisations), dependents);
    }

    public static PlanRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresPlanRepository.class);
    }
}
