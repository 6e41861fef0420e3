package io.crossfade.strattio.section;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a section is created from; checked, so that both stores can keep it. */
public record NewSection(
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
        Json dataCitations) {

    /** @throws io.crossfade.strattio.common.InvalidValue naming the field that a store could not keep */
    public NewSection {
        Check.required("id", id);
        Check.required("plan_id", planId);
        Check.filled("section_type", sectionType, 100);
        Check.filled("title", title, 255);
        Check.text("content", content, 0);
        Check.atLeast("word_count", wordCount, 0);
        Check.atLeast("order_index", orderIndex, 0);
        Check.optionalJson("generation_metadata", generationMetadata);
        Check.json("data_citations", dataCitations);
    }

    /** With a new id and the defaults for what is null. */
    @JsonCreator
    public static NewSection of(
            @Nullable Id id,
            @Nullable Id planId,
            @Nullable String sectionType,
            @Nullable String title,
            @Nullable String content,
            @Nullable Integer wordCount,
            @Nullable Integer orderIndex,
            @Nullable Boolean aiGenerated,
            @Nullable Boolean editedByUser,
            @Nullable Json generationMetadata,
            @Nullable Json dataCitations) {
        return new NewSection(
                id == null ? Id.next() : id,
                Check.required("plan_id", planId),
                Check.required("section_type", sectionType),
                Check.required("title", title),
                Check.required("content", content),
                wordCount == null ? 0 : wordCount,
                Check.required("order_index", orderIndex),
                aiGenerated == null ? true : aiGenerated,
                editedByUser == null ? false : editedByUser,
                generationMetadata,
                dataCitations == null ? Json.emptyArray() : dataCitations);
    }

    Section at(Instant now) {
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
                now,
                now);
    }

    /**
     * What is stored under this id, if it was created from the same content: a create that is repeated.
     *
     * @throws AlreadyExists if it holds other content
     */
    Section repeated(Section stored) {
        if (stored.planId().equals(planId)
                && stored.sectionType().equals(sectionType)
                && stored.title().equals(title)
                && stored.content().equals(content)
                && stored.wordCount() == wordCount
                && stored.orderIndex() == orderIndex
                && stored.aiGenerated() == aiGenerated
                && stored.editedByUser() == editedByUser
                && Objects.equals(stored.generationMetadata(), generationMetadata)
                && stored.dataCitations().equals(dataCitations)) {
            return stored;
        }
        throw AlreadyExists.withId("section", id);
    }
}
