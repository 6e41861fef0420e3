package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.mapping.Document;

/** A document of users, but for what no field here takes: that is never read or written here. */
@Document("users")
record MongoUser(
        Id id,
        @Nullable String email,
        @Nullable String passwordHash,
        @Nullable String name,
        @Nullable Role role,
        @Nullable SubscriptionTier subscriptionTier,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        @Nullable Json settings,
        @Nullable Json metadata) {

    static MongoUser of(User user) {
        return new MongoUser(
                user.id(),
                user.email(),
                user.passwordHash(),
                user.name(),
                user.role(),
                user.subscriptionTier(),
                user.createdAt(),
                user.updatedAt(),
                user.settings(),
                user.metadata());
    }

    User user() {
        return User.stored(
                id, email, passwordHash, name, role, subscriptionTier, settings, metadata, createdAt, updatedAt);
    }

    @Override
    public String toString() {
        return "MongoUser[" + id + "]";
    }
}
