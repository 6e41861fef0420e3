package io.crossfade.strattio.user;

import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.text;
import static io.crossfade.migration.Column.timestamp;

import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;

/** How documents of users become rows. */
public final class UserMapping {

    public static final UnitMapping MAPPING = UnitMapping.of("users")
            .column(text("email", "email", 255).asRequired().asSecret())
            .column(text("passwordHash", "password_hash", 255).asRequired().asSecret())
            .column(text("name", "name", 255))
            .column(text("role", "role", 0)
                    .oneOf("user", "consultant", "admin")
                    .asRequired()
                    .orElse("user"))
            .column(text("subscriptionTier", "subscription_tier", 0)
                    .oneOf("free", "starter", "professional", "enterprise")
                    .asRequired()
                    .orElse("free"))
            .column(timestamp("createdAt", "created_at").asRequired().orElse(new Column.Origin.IdTime()))
            .column(timestamp("updatedAt", "updated_at").asRequired().orElse(new Column.Origin.Of("created_at")))
            .column(json("settings", "settings").asRequired().orElse("{}"))
            .column(json("metadata", "metadata").asRequired().orElse("{}"))
            .unique("email")
            .build();

    static final String UNIT = MAPPING.name();

    private UserMapping() {}
}
