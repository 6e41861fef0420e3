package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresFields;
import io.crossfade.strattio.common.Times;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of sections, but for what no column takes: that is never read or written here. */
@Entity
@DynamicUpdate
@Table(name = "sections")
class PostgresSection {

    @jakarta.persistence.Id
    private @Nullable UUID id;

    private @Nullable UUID planId;

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

    Section toSection() {
        PostgresFields fields = PostgresFields.of(SectionMapping.UNIT, "section", id);
        return new Section(
                fields.id(),
                fields.reference("plan_id", planId),
                fields.required("section_type", sectionType),
                fields.required("title", title),
                fields.required("content", content),
                Objects.requireNonNullElse(wordCount, 0),
                fields.required("order_index", orderIndex),
                Objects.requireNonNullElse(aiGenerated, true),
                Objects.requireNonNullElse(editedByUser, false),
                fields.optionalJson("generation_metadata", generationMetadata),
                fields.json("data_citations", dataCitations, Json.emptyArray()),
                fields.required("created_at", createdAt),
                fields.required("updated_at", updatedAt));
    }

    /** Changes those fields alone; Hibernate then writes no other. */
    void apply(SectionPatch patch, Clock clock) {
        patch.changes().forEach(this::set);
        updatedAt = Times.nowOrAfter(Objects.requireNonNull(updatedAt), clock);
    }

    private void set(String field, @Nullable Object value) {
        switch (field) {
            case "section_type" -> sectionType = (String) value;
            case "title" -> title = (String) value;
            case "content" -> content = (String) value;
            case "word_count" -> wordCount = (Integer) value;
            case "order_index" -> orderIndex = (Integer) value;
            case "ai_generated" -> aiGenerated = (Boolean) value;
            case "edited_by_user" -> editedByUser = (Boolean) value;
            case "generation_metadata" -> generationMetadata = (Json) value;
            case "data_citations" -> dataCitations = (Json) value;
            default -> throw new IllegalArgumentException("A section has no field '" + field + "' that may change");
        }
    }
}
