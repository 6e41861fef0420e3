package io.crossfade.strattio.researchpack;

import static java.util.Objects.requireNonNullElse;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a research pack. */
@JsonDeserialize(builder = ResearchPackPatch.class)
@JsonPOJOBuilder(buildMethodName = "itself", withPrefix = "")
public final class ResearchPackPatch extends Patch<ResearchPackPatch> {

    public ResearchPackPatch status(@Nullable String status) {
        return change("status", Check.filled("status", requireNonNullElse(status, ResearchPack.PENDING), 50));
    }

    public ResearchPackPatch data(@Nullable Json data) {
        return change("data", Check.json("data", data));
    }

    public ResearchPackPatch qualityScore(@Nullable Integer qualityScore) {
        return change("quality_score", Check.optionalBetween("quality_score", qualityScore, 0, 100));
    }

    public ResearchPackPatch dataSources(@Nullable List<@Nullable String> dataSources) {
        return change("data_sources", Check.optionalTexts("data_sources", dataSources));
    }

    public ResearchPackPatch missingData(@Nullable Json missingData) {
        return change("missing_data", Check.json("missing_data", missingData, Json.emptyArray()));
    }

    public ResearchPackPatch retrievedAt(@Nullable Instant retrievedAt) {
        return change("retrieved_at", Check.optionalTime("retrieved_at", retrievedAt));
    }

    public ResearchPackPatch expiresAt(@Nullable Instant expiresAt) {
        return change("expires_at", Check.optionalTime("expires_at", expiresAt));
    }
}
