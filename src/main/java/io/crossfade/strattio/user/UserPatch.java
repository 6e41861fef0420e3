package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a user. */
@JsonDeserialize(builder = UserPatch.Builder.class)
public final class UserPatch extends Patch {

    private UserPatch(Map<String, @Nullable Object> changes) {
        super(changes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Each method throws {@link io.crossfade.strattio.common.InvalidValue} for what a store could not keep. */
    @JsonPOJOBuilder(withPrefix = "")
    public static final class Builder extends Changes {

        public Builder email(@Nullable String email) {
            change("email", Check.filled("email", email, 255));
            return this;
        }

        public Builder passwordHash(@Nullable String passwordHash) {
            change("password_hash", Check.filled("password_hash", passwordHash, 255));
            return this;
        }

        public Builder name(@Nullable String name) {
            change("name", Check.optionalText("name", name, 255));
            return this;
        }

        public Builder role(@Nullable Role role) {
            change("role", role == null ? Role.USER : role);
            return this;
        }

        public Builder subscriptionTier(@Nullable SubscriptionTier subscriptionTier) {
            change("subscription_tier", subscriptionTier == null ? SubscriptionTier.FREE : subscriptionTier);
            return this;
        }

        public Builder settings(@Nullable Json settings) {
            change("settings", Check.json("settings", settings == null ? Json.emptyObject() : settings));
            return this;
        }

        public Builder metadata(@Nullable Json metadata) {
            change("metadata", Check.json("metadata", metadata == null ? Json.emptyObject() : metadata));
            return this;
        }

        public UserPatch build() {
            return new UserPatch(collected());
        }
    }
}
