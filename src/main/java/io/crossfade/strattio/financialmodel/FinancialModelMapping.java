package io.crossfade.strattio.financialmodel;

import static io.crossfade.migration.Column.integer;
import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.reference;
import static io.crossfade.migration.Column.timestamp;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;

/** How documents of financial models become rows. */
public final class FinancialModelMapping {

    public static final UnitMapping MAPPING = UnitMapping.of("financial_models")
            .column(reference("plan_id", "plans").asRequired())
            .column(integer("version").asRequired().orElse(1))
            .column(json("data").asRequired())
            .column(timestamp("created_at").asRequired().orElse(new Column.Origin.IdTime()))
            .column(timestamp("updated_at").asRequired().orElse(new Column.Origin.Of("created_at")))
            .unique("plan_id", "version")
            .build();

    static final String UNIT = MAPPING.name();

    private FinancialModelMapping() {}
}
