package io.crossfade.strattio.plan;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a plan. */
@JsonDeserialize(builder = PlanPatch.Builder.class)
public final class PlanPatch extends Patch {

    private PlanPatch(Map<String, @Nullable Object> changes) {
        super(changes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Each method throws {@link io.crossfade.strattio.common.InvalidValue} for what a store could not keep. */
    @JsonPOJOBuilder(withPrefix = "")
    public static final class Builder extends Changes {

        public Builder organisationId(@Nullable Id organisationId) {
            change("organisation_id", organisationId);
            return this;
        }

        public Builder name(@Nullable String name) {
            change("name", Check.filled("name", name, 255));
            return this;
        }

        public Builder status(@Nullable PlanStatus status) {
            change("status", status == null ? PlanStatus.DRAFT : status);
            return this;
        }

        public Builder planPurpose(@Nullable PlanPurpose planPurpose) {
            change("plan_purpose", planPurpose == null ? PlanPurpose.GENERIC : planPurpose);
            return this;
        }

        public Builder intakeData(@Nullable Json intakeData) {
            change("intake_data", Check.json("intake_data", intakeData));
            return this;
        }

        public Builder generationMetadata(@Nullable Json generationMetadata) {
            change("generation_metadata", Check.optionalJson("generation_metadata", generationMetadata));
            return this;
        }

        public Builder error(@Nullable String error) {
            change("error", Check.optionalText("error", error, 0));
            return this;
        }

        public Builder completedAt(@Nullable Instant completedAt) {
            change("completed_at", Check.optionalTime("completed_at", completedAt));
            return this;
        }

        public PlanPatch build() {
            return new PlanPatch(collected());
        }
    }
}
