package io.crossfade.strattio.financialmodel;

import io.crossfade.migration.Router;
import io.crossfade.strattio.plan.DualWriteVersions;
import io.crossfade.strattio.plan.PlanRepository;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Repository;

/** The financial models in both stores while they move. */
@Primary
@Repository
class DualWriteFinancialModelRepository
        extends DualWriteVersions<
                FinancialModel, FinancialModelPatch, MongoFinancialModelRepository, PostgresFinancialModelRepository>
        implements FinancialModelRepository {

    DualWriteFinancialModelRepository(
            Router router,
            MongoFinancialModelRepository mongo,
            PostgresFinancialModelRepository postgres,
            PlanRepository plans) {
        super(router, FinancialModelMapping.UNIT, mongo, postgres, plans);
    }
}
