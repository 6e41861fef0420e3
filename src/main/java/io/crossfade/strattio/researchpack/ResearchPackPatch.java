package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a research pack. */
@JsonDeserialize(builder = ResearchPackPatch.Builder.class)
public final class ResearchPackPatch extends Patch {

    private ResearchPackPatch(Map<String, @Nullable Object> changes) {
        super(changes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Each method throws {@link io.crossfade.strattio.common.InvalidValue} for what a store could not keep. */
    @JsonPOJOBuilder(withPrefix = "")
    public static final class Builder extends Changes {

        public Builder status(@Nullable String status) {
            change("status", Check.filled("status", status == null ? "pending" : status, 50));
            return this;
        }

        public Builder data(@Nullable Json data) {
            change("data", Check.json("data", data));
            return this;
        }

        public Builder qualityScore(@Nullable Integer qualityScore) {
            change("quality_score", Check.optionalBetween("quality_score", qualityScore, 0, 100));
            return this;
        }

        public Builder dataSources(@Nullable List<String> dataSources) {
            change("data_sources", Check.optionalTexts("data_sources", dataSources));
            return this;
        }

        public Builder missingData(@Nullable Json missingData) {
            change("missing_data", Check.json("missing_data", missingData == null ? Json.emptyArray() : missingData));
            return this;
        }

        public Builder retrievedAt(@Nullable Instant retrievedAt) {
            change("retrieved_at", Check.optionalTime("retrieved_at", retrievedAt));
            return this;
        }

        public Builder expiresAt(@Nullable Instant expiresAt) {
            change("expires_at", Check.optionalTime("expires_at", expiresAt));
            return this;
        }

        public ResearchPackPatch build() {
            return new ResearchPackPatch(collected());
        }
    }
}
