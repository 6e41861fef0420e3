package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresJson;
import io.crossfade.strattio.plan.PostgresPlanPart;
import jakarta.persistence.Entity;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of sections, but for what no column takes: that is never read or written here. */
@Entity(name = "sections")
@DynamicUpdate
class PostgresSection extends PostgresPlanPart {

    private @Nullable String sectionType;

    private @Nullable String title;

    private @Nullable String content;

    private @Nullable Integer wordCount;

    private @Nullable Integer orderIndex;

    private @Nullable Boolean aiGenerated;

    private @Nullable Boolean editedByUser;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json generationMetadata;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json dataCitations;

    private @Nullable Instant createdAt;

    private @Nullable Instant updatedAt;

    static PostgresSection of(Section section) {
        PostgresSection row = new PostgresSection();
        row.belongsTo(section);
        row.sectionType = section.sectionType();
        row.title = section.title();
        row.content = section.content();
        row.wordCount = section.wordCount();
        row.orderIndex = section.orderIndex();
        row.aiGenerated = section.aiGenerated();
        row.editedByUser = section.editedByUser();
        row.generationMetadata = section.generationMetadata();
        row.dataCitations = section.dataCitations();
        row.createdAt = section.createdAt();
        row.updatedAt = section.updatedAt();
        return row;
    }

    Section section() {
        return Section.stored(
                id(),
                planId(),
                sectionType,
                title,
                content,
                wordCount,
                orderIndex,
                aiGenerated,
                editedByUser,
                PostgresJson.stored("generation_metadata", generationMetadata),
                PostgresJson.stored("data_citations", dataCitations),
                createdAt,
                updatedAt);
    }
}
