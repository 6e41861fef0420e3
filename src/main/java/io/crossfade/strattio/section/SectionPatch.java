package io.crossfade.strattio.section;

import static java.util.Objects.requireNonNullElse;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a section. */
@JsonDeserialize(builder = SectionPatch.class)
@JsonPOJOBuilder(buildMethodName = "itself", withPrefix = "")
public final class SectionPatch extends Patch<SectionPatch> {

    public SectionPatch sectionType(@Nullable String sectionType) {
        return change("section_type", Check.filled("section_type", sectionType, 100));
    }

    public SectionPatch title(@Nullable String title) {
        return change("title", Check.filled("title", title, 255));
    }

    public SectionPatch content(@Nullable String content) {
        return change("content", Check.text("content", content, 0));
    }

    public SectionPatch wordCount(@Nullable Integer wordCount) {
        return change("word_count", Check.atLeast("word_count", requireNonNullElse(wordCount, 0), 0));
    }

    public SectionPatch orderIndex(@Nullable Integer orderIndex) {
        return change("order_index", Check.atLeast("order_index", Check.required("order_index", orderIndex), 0));
    }

    public SectionPatch aiGenerated(@Nullable Boolean aiGenerated) {
        return change("ai_generated", requireNonNullElse(aiGenerated, true));
    }

    public SectionPatch editedByUser(@Nullable Boolean editedByUser) {
        return change("edited_by_user", requireNonNullElse(editedByUser, false));
    }

    public SectionPatch generationMetadata(@Nullable Json generationMetadata) {
        return change("generation_metadata", Check.optionalJson("generation_metadata", generationMetadata));
    }

    public SectionPatch dataCitations(@Nullable Json dataCitations) {
        return change("data_citations", Check.json("data_citations", dataCitations, Json.emptyArray()));
    }
}
