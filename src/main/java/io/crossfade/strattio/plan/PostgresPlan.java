package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Coded;
import io.crossfade.strattio.common.Id;
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

/** A row of plans, but for what no column takes: that is never read or written here. */
@Entity
@DynamicUpdate
@Table(name = "plans")
class PostgresPlan {

    @jakarta.persistence.Id
    private @Nullable UUID id;

    private @Nullable UUID userId;

    private @Nullable UUID organisationId;

    private @Nullable String name;

    private @Nullable String status;

    private @Nullable String planPurpose;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json intakeData;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json generationMetadata;

    private @Nullable String error;

    private @Nullable Instant completedAt;

    private @Nullable Instant createdAt;

    private @Nullable Instant updatedAt;

    Plan toPlan() {
        PostgresFields fields = PostgresFields.of(PlanMapping.UNIT, "plan", id);
        return new Plan(
                fields.id(),
                fields.reference("user_id", userId),
                organisationId == null ? null : Id.of(organisationId),
                fields.required("name", name),
                fields.coded("status", status, PlanStatus.DRAFT, PlanStatus::of),
                fields.coded("plan_purpose", planPurpose, PlanPurpose.GENERIC, PlanPurpose::of),
                fields.json("intake_data", intakeData),
                fields.optionalJson("generation_metadata", generationMetadata),
                error,
                completedAt,
                fields.required("created_at", createdAt),
                fields.required("updated_at", updatedAt));
    }

    /** Changes those fields alone; Hibernate then writes no other. */
    void apply(PlanPatch patch, Clock clock) {
        patch.changes().forEach(this::set);
        updatedAt = Times.nowOrAfter(Objects.requireNonNull(updatedAt), clock);
    }

    private void set(String field, @Nullable Object value) {
        switch (field) {
            case "organisation_id" -> organisationId = value == null ? null : ((Id) value).uuid();
            case "name" -> name = (String) value;
            case "status" -> status = value == null ? null : ((Coded) value).code();
            case "plan_purpose" -> planPurpose = value == null ? null : ((Coded) value).code();
            case "intake_data" -> intakeData = (Json) value;
            case "generation_metadata" -> generationMetadata = (Json) value;
            case "error" -> error = (String) value;
            case "completed_at" -> completedAt = (Instant) value;
            default -> throw new IllegalArgumentException("A plan has no field '" + field + "' that may change");
        }
    }
}
