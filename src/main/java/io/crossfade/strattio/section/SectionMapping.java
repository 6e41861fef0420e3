package io.crossfade.strattio.section;

import static io.crossfade.migration.Column.bool;
import static io.crossfade.migration.Column.integer;
import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.reference;
import static io.crossfade.migration.Column.text;
import static io.crossfade.migration.Column.timestamp;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;

/** How documents of sections become rows. */
public final class SectionMapping {

    public static final UnitMapping MAPPING = UnitMapping.of("sections")
            .column(reference("planId", "plan_id", "plans").asRequired())
            .column(text("sectionType", "section_type", 100).asRequired())
            .column(text("title", "title", 255).asRequired())
            .column(text("content", "content", 0).asRequired())
            .column(integer("wordCount", "word_count").asRequired().orElse(0))
            .column(integer("orderIndex", "order_index").asRequired())
            .column(bool("aiGenerated", "ai_generated").asRequired().orElse(true))
            .column(bool("editedByUser", "edited_by_user").asRequired().orElse(false))
            .column(json("generationMetadata", "generation_metadata"))
            .column(json("dataCitations", "data_citations").asRequired().orElse("[]"))
            .column(timestamp("createdAt", "created_at").asRequired().orElse(new Column.Origin.IdTime()))
            .column(timestamp("updatedAt", "updated_at").asRequired().orElse(new Column.Origin.Of("created_at")))
            .unique("plan_id", "order_index")
            .build();

    static final String UNIT = MAPPING.name();

    private SectionMapping() {}
}
