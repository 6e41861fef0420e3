package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Required;
import org.jspecify.annotations.Nullable;

/** What a user is created from, with the password as it was typed. What is null gets its default. */
record UserRegistration(
        @Nullable Id id,
        @Required @Nullable String email,
        @Required @Nullable String password,
        @Nullable String name,
        @Nullable Role role,
        @Nullable SubscriptionTier subscriptionTier,
        @Nullable Json settings,
        @Nullable Json metadata) {

    User withHash(String hash) {
        return User.of(id, email, hash, name, role, subscriptionTier, settings, metadata);
    }

    /** Without the password and the e-mail address. */
    @Override
    public String toString() {
        return "UserRegistration[" + id + "]";
    }
}
