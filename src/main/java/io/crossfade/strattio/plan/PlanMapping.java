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
            .column(reference("userId", "user_id", "users").asRequired())
            .column(reference("organisationId", "organisation_id", "organisations"))
            .column(text("name", "name", 255).asRequired())
            .column(text("status", "status", 0)
                    .oneOf("draft", "generating", "complete", "failed", "archived")
                    .asRequired()
                    .orElse("draft"))
            .column(text("planPurpose", "plan_purpose", 0)
                    .oneOf("generic", "loan", "visa_startup", "visa_innovator", "investor")
                    .asRequired()
                    .orElse("generic"))
            .column(json("intakeData", "intake_data").asRequired())
            .column(json("generationMetadata", "generation_metadata"))
            .column(text("error", "error", 0))
            .column(timestamp("createdAt", "created_at").asRequired().orElse(new Column.Origin.IdTime()))
            .column(timestamp("updatedAt", "updated_at").asRequired().orElse(new Column.Origin.Of("created_at")))
            .column(timestamp("completedAt", "completed_at"))
            .build();

    static final String UNIT = MAPPING.name();

    private PlanMapping() {}
}
