package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A part of a plan, at its place among the others. */
public record Section(
        Id id,
        Id planId,
        String sectionType,
        String title,
        String content,
        int wordCount,
        int orderIndex,
        boolean aiGenerated,
        boolean editedByUser,
        @Nullable Json generationMetadata,
        Json dataCitations,
        Instant createdAt,
        Instant updatedAt) {}
