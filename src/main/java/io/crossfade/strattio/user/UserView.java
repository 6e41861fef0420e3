package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user as the API shows them: without a trace of the password. */
record UserView(
        Id id,
        String email,
        @Nullable String name,
        Role role,
        SubscriptionTier subscriptionTier,
        Json settings,
        Json metadata,
        Instant createdAt,
        Instant updatedAt) {

    static UserView of(User user) {
        return new UserView(
                user.id(),
                user.email(),
                user.name(),
                user.role(),
                user.subscriptionTier(),
                user.settings(),
                user.metadata(),
                user.createdAt(),
                user.updatedAt());
    }

    /** Without the e-mail address. */
    @Override
    public String toString() {
        return "UserView[" + id + "]";
    }
}
