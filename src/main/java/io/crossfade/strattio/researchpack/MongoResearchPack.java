package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.mapping.Document;

/** A document of research packs, but for what no field here takes: that is never read or written here. */
@Document("research_packs")
record MongoResearchPack(
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

    static MongoResearchPack of(ResearchPack pack) {
        return new MongoResearchPack(
                pack.id(),
                pack.planId(),
                pack.version(),
                pack.status(),
                pack.data(),
                pack.qualityScore(),
                pack.dataSources(),
                pack.missingData(),
                pack.retrievedAt(),
                pack.expiresAt());
    }

    ResearchPack pack() {
        return ResearchPack.stored(
                id, planId, version, status, data, qualityScore, dataSources, missingData, retrievedAt, expiresAt);
    }
}
