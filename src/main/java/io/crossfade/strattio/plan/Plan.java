package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A business plan. */
public record Plan(
        Id id,
        Id userId,
        @Nullable Id organisationId,
        String name,
        PlanStatus status,
        PlanPurpose planPurpose,
        Json intakeData,
        @Nullable Json generationMetadata,
        @Nullable String error,
        @Nullable Instant completedAt,
        Instant createdAt,
        Instant updatedAt) {}
