package io.crossfade.strattio.user;

import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.text;
import static io.crossfade.migration.Column.timestamp;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;

/** How documents of users become rows. */
public final class UserMapping {

    public static final UnitMapping MAPPING = UnitMapping.of("users")
            .column(text("email", 255).asRequired().asSecret())
            .column(text("password_hash", 255)
                    .formerly("passwordHash")
                    .asRequired()
                    .asSecret())
            .column(text("name", 255))
            .column(text("role", 0)
                    .oneOf("user", "consultant", "admin")
                    .asRequired()
                    .orElse("user"))
            .column(text("subscription_tier", 0)
                    .formerly("subscriptionTier")
                    .oneOf("free", "starter", "professional", "enterprise")
                    .asRequired()
                    .orElse("free"))
            .column(timestamp("created_at").asRequired().orElse(new Column.Origin.IdTime()))
            .column(timestamp("updated_at").asRequired().orElse(new Column.Origin.Of("created_at")))
            .column(json("settings").asRequired().orElse("{}"))
            .column(json("metadata").asRequired().orElse("{}"))
            .unique("email")
            .build();

    static final String UNIT = MAPPING.name();

    private UserMapping() {}
}
