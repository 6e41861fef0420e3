package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresJson;
import io.crossfade.strattio.plan.PostgresPlanPart;
import jakarta.persistence.Entity;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of financial_models, but for what no column takes: that is never read or written here. */
@Entity(name = "financial_models")
@DynamicUpdate
class PostgresFinancialModel extends PostgresPlanPart {

    private @Nullable Integer version;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json data;

    private @Nullable Instant createdAt;

    private @Nullable Instant updatedAt;

    static PostgresFinancialModel of(FinancialModel model) {
        PostgresFinancialModel row = new PostgresFinancialModel();
        row.belongsTo(model);
        row.version = model.version();
        row.data = model.data();
        row.createdAt = model.createdAt();
        row.updatedAt = model.updatedAt();
        return row;
    }

    FinancialModel model() {
        return FinancialModel.stored(id(), planId(), version, PostgresJson.stored("data", data), createdAt, updatedAt);
    }
}
