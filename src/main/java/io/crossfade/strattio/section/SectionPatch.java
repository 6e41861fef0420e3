package io.crossfade.strattio.section;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a section. */
@JsonDeserialize(builder = SectionPatch.Builder.class)
public final class SectionPatch extends Patch {

    private SectionPatch(Map<String, @Nullable Object> changes) {
        super(changes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Each method throws {@link io.crossfade.strattio.common.InvalidValue} for what a store could not keep. */
    @JsonPOJOBuilder(withPrefix = "")
    public static final class Builder extends Changes {

        public Builder sectionType(@Nullable String sectionType) {
            change("section_type", Check.filled("section_type", sectionType, 100));
            return this;
        }

        public Builder title(@Nullable String title) {
            change("title", Check.filled("title", title, 255));
            return this;
        }

        public Builder content(@Nullable String content) {
            change("content", Check.text("content", content, 0));
            return this;
        }

        public Builder wordCount(@Nullable Integer wordCount) {
            change("word_count", Check.atLeast("word_count", wordCount == null ? 0 : wordCount, 0));
            return this;
        }

        public Builder orderIndex(@Nullable Integer orderIndex) {
            change("order_index", Check.atLeast("order_index", Check.required("order_index", orderIndex), 0));
            return this;
        }

        public Builder aiGenerated(@Nullable Boolean aiGenerated) {
            change("ai_generated", aiGenerated == null ? true : aiGenerated);
            return this;
        }

        public Builder editedByUser(@Nullable Boolean editedByUser) {
            change("edited_by_user", editedByUser == null ? false : editedByUser);
            return this;
        }

        public Builder generationMetadata(@Nullable Json generationMetadata) {
            change("generation_metadata", Check.optionalJson("generation_metadata", generationMetadata));
            return this;
        }

        public Builder dataCitations(@Nullable Json dataCitations) {
            change(
                    "data_citations",
                    Check.json("data_citations", dataCitations == null ? Json.emptyArray() : dataCitations));
            return this;
        }

        public SectionPatch build() {
            return new SectionPatch(collected());
        }
    }
}
