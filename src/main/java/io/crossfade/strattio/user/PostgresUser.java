package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Coded;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.PostgresJson;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of users, but for what no column takes: that is never read or written here. */
@Entity(name = "users")
@DynamicUpdate
class PostgresUser {

    @jakarta.persistence.Id
    UUID id = new UUID(0, 0);

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

    static PostgresUser of(User user) {
        PostgresUser row = new PostgresUser();
        row.id = user.id().uuid();
        row.email = user.email();
        row.passwordHash = user.passwordHash();
        row.name = user.name();
        row.role = user.role().code();
        row.subscriptionTier = user.subscriptionTier().code();
        row.createdAt = user.createdAt();
        row.updatedAt = user.updatedAt();
        row.settings = user.settings();
        row.metadata = user.metadata();
        return row;
    }

    User user() {
        return User.stored(
                Id.of(id),
                email,
                passwordHash,
                name,
                Coded.stored(Role.class, "role", role),
                Coded.stored(SubscriptionTier.class, "subscription_tier", subscriptionTier),
                PostgresJson.stored("settings", settings),
                PostgresJson.stored("metadata", metadata),
                createdAt,
                updatedAt);
    }
}
