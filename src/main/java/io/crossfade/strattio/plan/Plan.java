package io.crossfade.strattio.plan;

import static io.crossfade.strattio.common.UnreadableField.required;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Aggregate;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Required;
import io.crossfade.strattio.common.Times;
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
        Instant updatedAt)
        implements Aggregate<Plan> {

    /** With a new id and the defaults for what is null. @throws io.crossfade.strattio.common.InvalidValue for what a store could not keep */
    @JsonCreator
    public static Plan of(
            @Nullable Id id,
            @Required @Nullable Id userId,
            @Nullable Id organisationId,
            @Required @Nullable String name,
            @Nullable PlanStatus status,
            @Nullable PlanPurpose planPurpose,
            @Required @Nullable Json intakeData,
            @Nullable Json generationMetadata,
            @Nullable String error,
            @Nullable Instant completedAt) {
        return new Plan(
                Id.orNext(id),
                Check.required("user_id", userId),
                organisationId,
                Check.filled("name", name, 255),
                requireNonNullElse(status, PlanStatus.DRAFT),
                requireNonNullElse(planPurpose, PlanPurpose.GENERIC),
                Check.json("intake_data", intakeData),
                Check.optionalJson("generation_metadata", generationMetadata),
                Check.optionalText("error", error, 0),
                Check.optionalTime("completed_at", completedAt),
                UNSTORED,
                UNSTORED);
    }

    static Plan stored(
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
        Instant created = Times.created(id, createdAt);
        return new Plan(
                id,
                required("user_id", userId),
                organisationId,
                required("name", name),
                requireNonNullElse(status, PlanStatus.DRAFT),
                requireNonNullElse(planPurpose, PlanPurpose.GENERIC),
                required("intake_data", intakeData),
                generationMetadata,
                error,
                completedAt,
                created,
                requireNonNullElse(updatedAt, created));
    }

    @Override
    public Plan at(Instant created, Instant updated) {
        return new Plan(
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
                created,
                updated);
    }
}
