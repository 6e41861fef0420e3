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
            .column(reference("plan_id", "plans").asRequired())
            .column(text("section_type", 100).asRequired())
            .column(text("title", 255).asRequired())
            .column(text("content", 0).asRequired())
            .column(integer("word_count").asRequired().orElse(0))
            .column(integer("order_index").asRequired())
            .column(bool("ai_generated").asRequired().orElse(true))
            .column(bool("edited_by_user").asRequired().orElse(false))
            .column(json("generation_metadata"))
            .column(json("data_citations").asRequired().orElse("[]"))
            .column(timestamp("created_at").asRequired().orElse(new Column.Origin.IdTime()))
            .column(timestamp("updated_at").asRequired().orElse(new Column.Origin.Of("created_at")))
            .unique("plan_id", "order_index")
            .build();

    static final String UNIT = MAPPING.name();

    private SectionMapping() {}
}
