package io.crossfade.strattio.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a plan is created from; checked, so that both stores can keep it. */
public record NewPlan(
        Id id,
        Id userId,
        @Nullable Id organisationId,
        String name,
        PlanStatus status,
        PlanPurpose planPurpose,
        Json intakeData,
        @Nullable Json generationMetadata,
        @Nullable String error,
        @Nullable Instant completedAt) {

    /** @throws io.crossfade.strattio.common.InvalidValue naming the field that a store could not keep */
    public NewPlan {
        Check.required("id", id);
        Check.required("user_id", userId);
        Check.filled("name", name, 255);
        Check.required("status", status);
        Check.required("plan_purpose", planPurpose);
        Check.json("intake_data", intakeData);
        Check.optionalJson("generation_metadata", generationMetadata);
        Check.optionalText("error", error, 0);
        completedAt = Check.optionalTime("completed_at", completedAt);
    }

    /** With a new id and the defaults for what is null. */
    @JsonCreator
    public static NewPlan of(
            @Nullable Id id,
            @Nullable Id userId,
            @Nullable Id organisationId,
            @Nullable String name,
            @Nullable PlanStatus status,
            @Nullable PlanPurpose planPurpose,
            @Nullable Json intakeData,
            @Nullable Json generationMetadata,
            @Nullable String error,
            @Nullable Instant completedAt) {
        return new NewPlan(
                id == null ? Id.next() : id,
                Check.required("user_id", userId),
                organisationId,
                Check.required("name", name),
                status == null ? PlanStatus.DRAFT : status,
                planPurpose == null ? PlanPurpose.GENERIC : planPurpose,
                Check.required("intake_data", intakeData),
                generationMetadata,
                error,
                completedAt);
    }

    Plan at(Instant now) {
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
                now,
                now);
    }

    /**
     * What is stored under this id, if it was created from the same content: a create that is repeated.
     *
     * @throws AlreadyExists if it holds other content
     */
    Plan repeated(Plan stored) {
        if (stored.userId().equals(userId)
                && Objects.equals(stored.organisationId(), organisationId)
                && stored.name().equals(name)
                && stored.status().equals(status)
                && stored.planPurpose().equals(planPurpose)
                && stored.intakeData().equals(intakeData)
                && Objects.equals(stored.generationMetadata(), generationMetadata)
                && Objects.equals(stored.error(), error)
                && Objects.equals(stored.completedAt(), completedAt)) {
            return stored;
        }
        throw AlreadyExists.withId("plan", id);
    }
}
