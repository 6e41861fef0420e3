package io.crossfade.strattio.researchpack;

import static io.crossfade.migration.Column.integer;
import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.reference;
import static io.crossfade.migration.Column.text;
import static io.crossfade.migration.Column.texts;
import static io.crossfade.migration.Column.timestamp;

import io.crossfade.migration.UnitMapping;

/** How documents of research packs become rows. */
public final class ResearchPackMapping {

    public static final UnitMapping MAPPING = UnitMapping.of("research_packs")
            .column(reference("plan_id", "plans").asRequired())
            .column(integer("version").asRequired().orElse(1))
            .column(text("status", 50).asRequired().orElse("pending"))
            .column(json("data").asRequired())
            .column(integer("quality_score").between(0, 100))
            .column(texts("data_sources"))
            .column(json("missing_data").asRequired().orElse("[]"))
            .column(timestamp("retrieved_at"))
            .column(timestamp("expires_at"))
            .unique("plan_id", "version")
            .build();

    static final String UNIT = MAPPING.name();

    private ResearchPackMapping() {}
}
