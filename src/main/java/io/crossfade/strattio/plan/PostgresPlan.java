package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Coded;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresJson;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of plans, but for what no column takes: that is never read or written here. */
@Entity(name = "plans")
@DynamicUpdate
class PostgresPlan {

    @jakarta.persistence.Id
    private UUID id = new UUID(0, 0);

    @Nullable
    UUID userId;

    @Nullable
    UUID organisationId;

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

    static PostgresPlan of(Plan plan) {
        PostgresPlan row = new PostgresPlan();
        row.id = plan.id().uuid();
        row.userId = plan.userId().uuid();
        row.organisationId =
                plan.organisationId() == null ? null : plan.organisationId().uuid();
        row.name = plan.name();
        row.status = plan.status().code();
        row.planPurpose = plan.planPurpose().code();
        row.intakeData = plan.intakeData();
        row.generationMetadata = plan.generationMetadata();
        row.error = plan.error();
        row.completedAt = plan.completedAt();
        row.createdAt = plan.createdAt();
        row.updatedAt = plan.updatedAt();
        return row;
    }

    Plan plan() {
        return Plan.stored(
                Id.of(id),
                Id.orNull(userId),
                Id.orNull(organisationId),
                name,
                Coded.stored(PlanStatus.class, "status", status),
                Coded.stored(PlanPurpose.class, "plan_purpose", planPurpose),
                PostgresJson.stored("intake_data", intakeData),
                PostgresJson.stored("generation_metadata", generationMetadata),
                error,
                completedAt,
                createdAt,
                updatedAt);
    }
}
