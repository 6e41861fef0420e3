package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.plan.PlanRepository;
import java.time.Clock;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class FinancialModelFixture {

    private FinancialModelFixture() {}

    public static FinancialModelRepository mongo(MongoStore store, Clock clock, PlanRepository plans) {
        return new MongoFinancialModelRepository(store, clock, plans);
    }

    public static FinancialModelRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresFinancialModelRepository.class);
    }
}
