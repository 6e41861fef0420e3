package io.crossfade.strattio.user;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a user. From the API comes a password as it was typed, to be {@linkplain Passwords#hashed hashed} before it is stored. */
@JsonDeserialize(builder = UserPatch.class)
@JsonPOJOBuilder(buildMethodName = "itself", withPrefix = "")
public final class UserPatch extends Patch<UserPatch> {

    private @Nullable Password password;

    /** As it was typed; null if none is to be set, which no store takes. */
    record Password(@Nullable String typed) {
        @Override
        public String toString() {
            return "Password";
        }
    }

    public UserPatch email(@Nullable String email) {
        return change("email", Check.email("email", email));
    }

    public UserPatch password(@Nullable String typed) {
        password = new Password(typed);
        return this;
    }

    @JsonIgnore
    public UserPatch passwordHash(@Nullable String passwordHash) {
        return change("password_hash", Check.filled("password_hash", passwordHash, 255));
    }

    public UserPatch name(@Nullable String name) {
        return change("name", Check.optionalText("name", name, 255));
    }

    public UserPatch role(@Nullable Role role) {
        return change("role", requireNonNullElse(role, Role.USER));
    }

    public UserPatch subscriptionTier(@Nullable SubscriptionTier subscriptionTier) {
        return change("subscription_tier", requireNonNullElse(subscriptionTier, SubscriptionTier.FREE));
    }

    public UserPatch settings(@Nullable Json settings) {
        return change("settings", Check.json("settings", settings, Json.emptyObject()));
    }

    public UserPatch metadata(@Nullable Json metadata) {
        return change("metadata", Check.json("metadata", metadata, Json.emptyObject()));
    }

    /** What was typed; null if no password was. */
    @Nullable
    Password password() {
        return password;
    }
}
