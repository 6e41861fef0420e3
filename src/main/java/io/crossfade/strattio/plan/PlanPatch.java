package io.crossfade.strattio.plan;

import static java.util.Objects.requireNonNullElse;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a plan. */
@JsonDeserialize(builder = PlanPatch.class)
@JsonPOJOBuilder(buildMethodName = "itself", withPrefix = "")
public final class PlanPatch extends Patch<PlanPatch> {

    public PlanPatch organisationId(@Nullable Id organisationId) {
        return change("organisation_id", organisationId);
    }

    public PlanPatch name(@Nullable String name) {
        return change("name", Check.filled("name", name, 255));
    }

    public PlanPatch status(@Nullable PlanStatus status) {
        return change("status", requireNonNullElse(status, PlanStatus.DRAFT));
    }

    public PlanPatch planPurpose(@Nullable PlanPurpose planPurpose) {
        return change("plan_purpose", requireNonNullElse(planPurpose, PlanPurpose.GENERIC));
    }

    public PlanPatch intakeData(@Nullable Json intakeData) {
        return change("intake_data", Check.json("intake_data", intakeData));
    }

    public PlanPatch generationMetadata(@Nullable Json generationMetadata) {
        return change("generation_metadata", Check.optionalJson("generation_metadata", generationMetadata));
    }

    public PlanPatch error(@Nullable String error) {
        return change("error", Check.optionalText("error", error, 0));
    }

    public PlanPatch completedAt(@Nullable Instant completedAt) {
        return change("completed_at", Check.optionalTime("completed_at", completedAt));
    }
}
