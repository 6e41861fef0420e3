package io.crossfade.strattio.researchpack;

import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresFields;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of research_packs, but for what no column takes: that is never read or written here. */
@Entity
@DynamicUpdate
@Table(name = "research_packs")
class PostgresResearchPack {

    @jakarta.persistence.Id
    private @Nullable UUID id;

    private @Nullable UUID planId;

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

    ResearchPack toResearchPack() {
        PostgresFields fields = PostgresFields.of(ResearchPackMapping.UNIT, "research pack", id);
        return new ResearchPack(
                fields.id(),
                fields.reference("plan_id", planId),
                Objects.requireNonNullElse(version, 1),
                Objects.requireNonNullElse(status, "pending"),
                fields.json("data", data),
                qualityScore,
                dataSources == null ? null : List.of(dataSources),
                fields.json("missing_data", missingData, Json.emptyArray()),
                retrievedAt,
                expiresAt);
    }

    /** Changes those fields alone; Hibernate then writes no other. */
    void apply(ResearchPackPatch patch) {
        patch.changes().forEach(this::set);
    }

    private void set(String field, @Nullable Object value) {
        switch (field) {
            case "status" -> status = (String) value;
            case "data" -> data = (Json) value;
            case "quality_score" -> qualityScore = (Integer) value;
            case "data_sources" -> dataSources = value == null ? null : ((List<?>) value).toArray(String[]::new);
            case "missing_data" -> missingData = (Json) value;
            case "retrieved_at" -> retrievedAt = (Instant) value;
            case "expires_at" -> expiresAt = (Instant) value;
            default ->
                throw new IllegalArgumentException("A research pack has no field '" + field + "' that may change");
        }
    }
}
