package io.crossfade.strattio.financialmodel;

import io.crossfade.migration.Router;
import io.crossfade.strattio.plan.PlanRepository;
import org.springframework.context.ApplicationContext;

/** Makes the repositories of this package for tests of others. */
public final class FinancialModelFixture {

    private FinancialModelFixture() {}

    /** In MongoDB alone, if the router says so. */
    public static FinancialModelRepository mongo(ApplicationContext context, Router router, PlanRepository plans) {
        return new DualWriteFinancialModelRepository(
                router,
                context.getBean(MongoFinancialModelRepository.class),
                context.getBean(PostgresFinancialModelRepository.class),
                plans);
    }

    public static FinancialModelRepository postgres(ApplicationContext context) {
        return context.getBean(PostgresFinancialModelRepository.class);
    }
}
