package io.crossfade.strattio.plan;

import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.reference;
import static io.crossfade.migration.Column.text;
import static io.crossfade.migration.Column.timestamp;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;

/** How documents of plans become rows. */
public final class PlanMapping {

    public static final UnitMapping MAPPING = UnitMapping.of("plans")
            .column(reference("user_id", "users").asRequired())
            .column(reference("organisation_id", "organisations"))
            .column(text("name", 255).asRequired())
            .column(text("status", 0)
                    .oneOf("draft", "generating", "complete", "failed", "archived")
                    .asRequired()
                    .orElse("draft"))
            .column(text("plan_purpose", 0)
                    .formerly("planPurpose")
                    .oneOf("generic", "loan", "visa_startup", "visa_innovator", "investor")
                    .asRequired()
                    .orElse("generic"))
            .column(json("intake_data").formerly("intakeData").asRequired())
            .column(json("generation_metadata"))
            .column(text("error", 0))
            .column(timestamp("created_at").asRequired().orElse(new Column.Origin.IdTime()))
            .column(timestamp("updated_at").asRequired().orElse(new Column.Origin.Of("created_at")))
            .column(timestamp("completed_at"))
            .build();

    static final String UNIT = MAPPING.name();

    private PlanMapping() {}
}
