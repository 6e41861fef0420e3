package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.mapping.Document;

/** A document of sections, but for what no field here takes: that is never read or written here. */
@Document("sections")
record MongoSection(
        Id id,
        @Nullable Id planId,
        @Nullable String sectionType,
        @Nullable String title,
        @Nullable String content,
        @Nullable Integer wordCount,
        @Nullable Integer orderIndex,
        @Nullable Boolean aiGenerated,
        @Nullable Boolean editedByUser,
        @Nullable Json generationMetadata,
        @Nullable Json dataCitations,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    static MongoSection of(Section section) {
        return new MongoSection(
                section.id(),
                section.planId(),
                section.sectionType(),
                section.title(),
                section.content(),
                section.wordCount(),
                section.orderIndex(),
                section.aiGenerated(),
                section.editedByUser(),
                section.generationMetadata(),
                section.dataCitations(),
                section.createdAt(),
                section.updatedAt());
    }

    Section section() {
        return Section.stored(
                id,
                planId,
                sectionType,
                title,
                content,
                wordCount,
                orderIndex,
                aiGenerated,
                editedByUser,
                generationMetadata,
                dataCitations,
                createdAt,
                updatedAt);
    }
}
