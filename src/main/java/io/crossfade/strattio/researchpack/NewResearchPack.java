package io.crossfade.strattio.researchpack;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a research pack is created from; checked, so that both stores can keep it. */
public record NewResearchPack(
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

    /** @throws io.crossfade.strattio.common.InvalidValue naming the field that a store could not keep */
    public NewResearchPack {
        Check.required("id", id);
        Check.required("plan_id", planId);
        Check.atLeast("version", version, 1);
        Check.filled("status", status, 50);
        Check.json("data", data);
        Check.optionalBetween("quality_score", qualityScore, 0, 100);
        dataSources = Check.optionalTexts("data_sources", dataSources);
        Check.json("missing_data", missingData);
        retrievedAt = Check.optionalTime("retrieved_at", retrievedAt);
        expiresAt = Check.optionalTime("expires_at", expiresAt);
    }

    /** With a new id and the defaults for what is null. */
    @JsonCreator
    public static NewResearchPack of(
            @Nullable Id id,
            @Nullable Id planId,
            @Nullable Integer version,
            @Nullable String status,
            @Nullable Json data,
            @Nullable Integer qualityScore,
            @Nullable List<String> dataSources,
            @Nullable Json missingData,
            @Nullable Instant retrievedAt,
            @Nullable Instant expiresAt) {
        return new NewResearchPack(
                id == null ? Id.next() : id,
                Check.required("plan_id", planId),
                version == null ? 1 : version,
                status == null ? "pending" : status,
                Check.required("data", data),
                qualityScore,
                dataSources,
                missingData == null ? Json.emptyArray() : missingData,
                retrievedAt,
                expiresAt);
    }

    ResearchPack created() {
        return new ResearchPack(
                id, planId, version, status, data, qualityScore, dataSources, missingData, retrievedAt, expiresAt);
    }

    /**
     * What is stored under this id, if it was created from the same content: a create that is repeated.
     *
     * @throws AlreadyExists if it holds other content
     */
    ResearchPack repeated(ResearchPack stored) {
        if (stored.planId().equals(planId)
                && stored.version() == version
                && stored.status().equals(status)
                && stored.data().equals(data)
                && Objects.equals(stored.qualityScore(), qualityScore)
                && Objects.equals(stored.dataSources(), dataSources)
                && stored.missingData().equals(missingData)
                && Objects.equals(stored.retrievedAt(), retrievedAt)
                && Objects.equals(stored.expiresAt(), expiresAt)) {
            return stored;
        }
        throw AlreadyExists.withId("research pack", id);
    }
}
