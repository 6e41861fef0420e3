package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.mapping.Document;

/** A document of plans, but for what no field here takes: that is never read or written here. */
@Document("plans")
record MongoPlan(
        Id id,
        @Nullable Id userId,
        @Nullable Id organisationId,
        @Nullable String name,
        @Nullable PlanStatus status,
        @Nullable PlanPurpose planPurpose,
        @Nullable Json intakeData,
        @Nullable Json generationMetadata,
        @Nullable String error,
        @Nullable Instant completedAt,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    static MongoPlan of(Plan plan) {
        return new MongoPlan(
                plan.id(),
                plan.userId(),
                plan.organisationId(),
                plan.name(),
                plan.status(),
                plan.planPurpose(),
                plan.intakeData(),
                plan.generationMetadata(),
                plan.error(),
                plan.completedAt(),
                plan.createdAt(),
                plan.updatedAt());
    }

    Plan plan() {
        return Plan.stored(
                id,
                userId,
                organisationId,
                name,
                status,
                planPurpose,
                intakeData,
                generationMetadata,
                error,
                completedAt,
                createdAt,
                updatedAt);
    }
}
