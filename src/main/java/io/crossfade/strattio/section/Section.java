package io.crossfade.strattio.section;

import static io.crossfade.strattio.common.UnreadableField.required;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Required;
import io.crossfade.strattio.common.Times;
import io.crossfade.strattio.plan.PlanPart;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A part of a plan's text. */
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
        Instant updatedAt)
        implements PlanPart<Section> {

    /** With a new id and the defaults for what is null. @throws io.crossfade.strattio.common.InvalidValue for what a store could not keep */
    @JsonCreator
    public static Section of(
            @Nullable Id id,
            @Required @Nullable Id planId,
            @Required @Nullable String sectionType,
            @Required @Nullable String title,
            @Required @Nullable String content,
            @Nullable Integer wordCount,
            @Required @Nullable Integer orderIndex,
            @Nullable Boolean aiGenerated,
            @Nullable Boolean editedByUser,
            @Nullable Json generationMetadata,
            @Nullable Json dataCitations) {
        return new Section(
                Id.orNext(id),
                Check.required("plan_id", planId),
                Check.filled("section_type", sectionType, 100),
                Check.filled("title", title, 255),
                Check.text("content", content, 0),
                Check.atLeast("word_count", requireNonNullElse(wordCount, 0), 0),
                Check.atLeast("order_index", Check.required("order_index", orderIndex), 0),
                requireNonNullElse(aiGenerated, true),
                requireNonNullElse(editedByUser, false),
                Check.optionalJson("generation_metadata", generationMetadata),
                Check.json("data_citations", dataCitations, Json.emptyArray()),
                UNSTORED,
                UNSTORED);
    }

    static Section stored(
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
        Instant created = Times.created(id, createdAt);
        return new Section(
                id,
                required("plan_id", planId),
                required("section_type", sectionType),
                required("title", title),
                required("content", content),
                requireNonNullElse(wordCount, 0),
                required("order_index", orderIndex),
                requireNonNullElse(aiGenerated, true),
                requireNonNullElse(editedByUser, false),
                generationMetadata,
                requireNonNullElse(dataCitations, Json.emptyArray()),
                created,
                requireNonNullElse(updatedAt, created));
    }

    @Override
    public Section at(Instant created, Instant updated) {
        return new Section(
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
                created,
                updated);
    }
}
