package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.PostgresStore;
import io.crossfade.strattio.plan.PostgresVersions;
import org.springframework.stereotype.Repository;

/** The financial models as rows. */
@Repository
class PostgresFinancialModelRepository
        extends PostgresVersions<PostgresFinancialModel, FinancialModel, FinancialModelPatch>
        implements FinancialModelRepository {

    PostgresFinancialModelRepository(PostgresStore store, PostgresFinancialModelRows rows) {
        super(
                store,
                rows,
                "financial model",
                PostgresFinancialModel.class,
                PostgresFinancialModel::of,
                PostgresFinancialModel::model);
    }
}
