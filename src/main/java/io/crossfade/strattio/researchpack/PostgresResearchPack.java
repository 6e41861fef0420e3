package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresJson;
import io.crossfade.strattio.plan.PostgresPlanPart;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of research_packs, but for what no column takes: that is never read or written here. */
@Entity(name = "research_packs")
@DynamicUpdate
class PostgresResearchPack extends PostgresPlanPart {

    private @Nullable Integer version;

    private @Nullable String status;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json data;

    private @Nullable Integer qualityScore;

    @JdbcTypeCode(SqlTypes.ARRAY)
    private String @Nullable [] dataSources;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json missingData;

    private @Nullable Instant retrievedAt;

    private @Nullable Instant expiresAt;

    static PostgresResearchPack of(ResearchPack pack) {
        PostgresResearchPack row = new PostgresResearchPack();
        row.belongsTo(pack);
        row.version = pack.version();
        row.status = pack.status();
        row.data = pack.data();
        row.qualityScore = pack.qualityScore();
        row.dataSources = pack.dataSources() == null ? null : pack.dataSources().toArray(String[]::new);
        row.missingData = pack.missingData();
        row.retrievedAt = pack.retrievedAt();
        row.expiresAt = pack.expiresAt();
        return row;
    }

    ResearchPack pack() {
        return ResearchPack.stored(
                id(),
                planId(),
                version,
                status,
                PostgresJson.stored("data", data),
                qualityScore,
                dataSources == null ? null : List.of(dataSources),
                PostgresJson.stored("missing_data", missingData),
                retrievedAt,
                expiresAt);
    }
}
