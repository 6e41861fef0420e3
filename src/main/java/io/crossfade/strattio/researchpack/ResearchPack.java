package io.crossfade.strattio.researchpack;

import static io.crossfade.strattio.common.UnreadableField.required;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Required;
import io.crossfade.strattio.plan.Version;
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
        @Nullable Instant expiresAt)
        implements Version<ResearchPack> {

    static final String PENDING = "pending";

    public ResearchPack {
        dataSources = dataSources == null ? null : List.copyOf(dataSources);
    }

    /** With a new id and the defaults for what is null. @throws io.crossfade.strattio.common.InvalidValue for what a store could not keep */
    @JsonCreator
    public static ResearchPack of(
            @Nullable Id id,
            @Required @Nullable Id planId,
            @Nullable Integer version,
            @Nullable String status,
            @Required @Nullable Json data,
            @Nullable Integer qualityScore,
            @Nullable List<@Nullable String> dataSources,
            @Nullable Json missingData,
            @Nullable Instant retrievedAt,
            @Nullable Instant expiresAt) {
        return new ResearchPack(
                Id.orNext(id),
                Check.required("plan_id", planId),
                Check.atLeast("version", requireNonNullElse(version, 1), 1),
                Check.filled("status", requireNonNullElse(status, PENDING), 50),
                Check.json("data", data),
                Check.optionalBetween("quality_score", qualityScore, 0, 100),
                Check.optionalTexts("data_sources", dataSources),
                Check.json("missing_data", missingData, Json.emptyArray()),
                Check.optionalTime("retrieved_at", retrievedAt),
                Check.optionalTime("expires_at", expiresAt));
    }

    static ResearchPack stored(
            Id id,
            @Nullable Id planId,
            @Nullable Integer version,
            @Nullable String status,
            @Nullable Json data,
            @Nullable Integer qualityScore,
            @Nullable List<String> dataSources,
            @Nullable Json missingData,
            @Nullable Instant retrievedAt,
            @Nullable Instant expiresAt) {
        return new ResearchPack(
                id,
                required("plan_id", planId),
                requireNonNullElse(version, 1),
                requireNonNullElse(status, PENDING),
                required("data", data),
                qualityScore,
                dataSources,
                requireNonNullElse(missingData, Json.emptyArray()),
                retrievedAt,
                expiresAt);
    }

    @Override
    public ResearchPack at(Instant created, Instant updated) {
        return this;
    }
}
