package io.crossfade.strattio.financialmodel;

import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresFields;
import io.crossfade.strattio.common.Times;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of financial_models, but for what no column takes: that is never read or written here. */
@Entity
@DynamicUpdate
@Table(name = "financial_models")
class PostgresFinancialModel {

    @jakarta.persistence.Id
    private @Nullable UUID id;

    private @Nullable UUID planId;

    private @Nullable Integer version;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json data;

    private @Nullable Instant createdAt;

    private @Nullable Instant updatedAt;

    FinancialModel toFinancialModel() {
        PostgresFields fields = PostgresFields.of(FinancialModelMapping.UNIT, "financial model", id);
        return new FinancialModel(
                fields.id(),
                fields.reference("plan_id", planId),
                Objects.requireNonNullElse(version, 1),
                fields.json("data", data),
                fields.required("created_at", createdAt),
                fields.required("updated_at", updatedAt));
    }

    /** Changes those fields alone; Hibernate then writes no other. */
    void apply(FinancialModelPatch patch, Clock clock) {
        patch.changes().forEach(this::set);
        updatedAt = Times.nowOrAfter(Objects.requireNonNull(updatedAt), clock);
    }

    private void set(String field, @Nullable Object value) {
        switch (field) {
            case "data" -> data = (Json) value;
            default ->
                throw new IllegalArgumentException("A financial model has no field '" + field + "' that may change");
        }
    }
}
