package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.plan.MongoVersions;
import org.springframework.stereotype.Repository;

/** The financial models as documents. */
@Repository
class MongoFinancialModelRepository extends MongoVersions<MongoFinancialModel, FinancialModel, FinancialModelPatch>
        implements FinancialModelRepository {

    MongoFinancialModelRepository(MongoStore store) {
        super(
                store,
                FinancialModelMapping.MAPPING,
                "financial model",
                MongoFinancialModel.class,
                MongoFinancialModel::of,
                MongoFinancialModel::model);
    }
}
