package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Coded;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresFields;
import io.crossfade.strattio.common.Times;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of users, but for what no column takes: that is never read or written here. */
@Entity
@DynamicUpdate
@Table(name = "users")
class PostgresUser {

    @jakarta.persistence.Id
    private @Nullable UUID id;

    private @Nullable String email;

    private @Nullable String passwordHash;

    private @Nullable String name;

    private @Nullable String role;

    private @Nullable String subscriptionTier;

    private @Nullable Instant createdAt;

    private @Nullable Instant updatedAt;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json settings;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Json metadata;

    User toUser() {
        PostgresFields fields = PostgresFields.of(UserMapping.UNIT, "user", id);
        return new User(
                fields.id(),
                fields.required("email", email),
                fields.required("password_hash", passwordHash),
                name,
                fields.coded("role", role, Role.USER, Role::of),
                fields.coded("subscription_tier", subscriptionTier, SubscriptionTier.FREE, SubscriptionTier::of),
                fields.json("settings", settings, Json.emptyObject()),
                fields.json("metadata", metadata, Json.emptyObject()),
                fields.required("created_at", createdAt),
                fields.required("updated_at", updatedAt));
    }

    /** Changes those fields alone; Hibernate then writes no other. */
    void apply(UserPatch patch, Clock clock) {
        patch.changes().forEach(this::set);
        updatedAt = Times.nowOrAfter(Objects.requireNonNull(updatedAt), clock);
    }

    private void set(String field, @Nullable Object value) {
        switch (field) {
            case "email" -> email = (String) value;
            case "password_hash" -> passwordHash = (String) value;
            case "name" -> name = (String) value;
            case "role" -> role = value == null ? null : ((Coded) value).code();
            case "subscription_tier" -> subscriptionTier = value == null ? null : ((Coded) value).code();
            case "settings" -> settings = (Json) value;
            case "metadata" -> metadata = (Json) value;
            default -> throw new IllegalArgumentException("A user has no field '" + field + "' that may change");
        }
    }
}
