package io.crossfade.strattio.organisation;

import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.text;
import static io.crossfade.migration.Column.timestamp;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;

/** How documents of organisations become rows. */
public final class OrganisationMapping {

    public static final UnitMapping MAPPING = UnitMapping.of("organisations")
            .column(text("name", 255).asRequired())
            .column(json("settings").asRequired().orElse("{}"))
            .column(timestamp("created_at").asRequired().orElse(new Column.Origin.IdTime()))
            .column(timestamp("updated_at").asRequired().orElse(new Column.Origin.Of("created_at")))
            .build();

    static final String UNIT = MAPPING.name();

    private OrganisationMapping() {}
}
