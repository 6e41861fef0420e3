package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One version of what was found out for a plan. */
public record ResearchPack(
        Id id,
        Id planId,
        int version,
        String status,
        Json data,
        @Nullable Integer qualityScore,
        @Nullable List<String> dataSources,
        Json missingData,
        @Nullable Instant retrievedAt,
        @Nullable Instant expiresAt) {
    public ResearchPack {
        dataSources = dataSources == null ? null : List.copyOf(dataSources);
    }
}
