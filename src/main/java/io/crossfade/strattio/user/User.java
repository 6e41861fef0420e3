package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person who signs in. Its text shows neither the e-mail address nor the password hash. */
public record User(
        Id id,
        String email,
        String passwordHash,
        @Nullable String name,
        Role role,
        SubscriptionTier subscriptionTier,
        Json settings,
        Json metadata,
        Instant createdAt,
        Instant updatedAt) {
    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
