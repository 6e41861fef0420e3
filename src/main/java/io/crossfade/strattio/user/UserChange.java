package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Patch;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** Changes to a user as the API takes them: a password as it was typed, in the place of its hash. */
@JsonDeserialize(builder = UserChange.Builder.class)
final class UserChange extends Patch {

    private static final String PASSWORD = "password";

    private final UserPatch.Builder patch;

    private UserChange(UserPatch.Builder patch, Map<String, @Nullable Object> password) {
        super(password);
        this.patch = patch;
    }

    UserPatch hashedBy(Passwords passwords) {
        if (changes().containsKey(PASSWORD)) {
            patch.passwordHash(passwords.hash((String) changes().get(PASSWORD)));
        }
        return patch.build();
    }

    /** Each method throws {@link io.crossfade.strattio.common.InvalidValue} for what a store could not keep. */
    @JsonPOJOBuilder(withPrefix = "")
    static final class Builder extends Changes {

        private final UserPatch.Builder patch = UserPatch.builder();

        public Builder email(@Nullable String email) {
            patch.email(email);
            return this;
        }

        public Builder password(@Nullable String password) {
            change(PASSWORD, password);
            return this;
        }

        public Builder name(@Nullable String name) {
            patch.name(name);
            return this;
        }

        public Builder role(@Nullable Role role) {
            patch.role(role);
            return this;
        }

        public Builder subscriptionTier(@Nullable SubscriptionTier subscriptionTier) {
            patch.subscriptionTier(subscriptionTier);
            return this;
        }

        public Builder settings(@Nullable Json settings) {
            patch.settings(settings);
            return this;
        }

        public Builder metadata(@Nullable Json metadata) {
            patch.metadata(metadata);
            return this;
        }

        public UserChange build() {
            return new UserChange(patch, collected());
        }
    }
}
