package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.mapping.Document;

/** A document of financial models, but for what no field here takes: that is never read or written here. */
@Document("financial_models")
record MongoFinancialModel(
        Id id,
        @Nullable Id planId,
        @Nullable Integer version,
        @Nullable Json data,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    static MongoFinancialModel of(FinancialModel model) {
        return new MongoFinancialModel(
                model.id(), model.planId(), model.version(), model.data(), model.createdAt(), model.updatedAt());
    }

    FinancialModel model() {
        return FinancialModel.stored(id, planId, version, data, createdAt, updatedAt);
    }
}
