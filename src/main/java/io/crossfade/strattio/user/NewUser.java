package io.crossfade.strattio.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.crossfade.strattio.common.AlreadyExists;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a user is created from; checked, so that both stores can keep it. */
public record NewUser(
        Id id,
        String email,
        String passwordHash,
        @Nullable String name,
        Role role,
        SubscriptionTier subscriptionTier,
        Json settings,
        Json metadata) {

    /** @throws io.crossfade.strattio.common.InvalidValue naming the field that a store could not keep */
    public NewUser {
        Check.required("id", id);
        Check.filled("email", email, 255);
        Check.filled("password_hash", passwordHash, 255);
        Check.optionalText("name", name, 255);
        Check.required("role", role);
        Check.required("subscription_tier", subscriptionTier);
        Check.json("settings", settings);
        Check.json("metadata", metadata);
    }

    /** With a new id and the defaults for what is null. */
    @JsonCreator
    public static NewUser of(
            @Nullable Id id,
            @Nullable String email,
            @Nullable String passwordHash,
            @Nullable String name,
            @Nullable Role role,
            @Nullable SubscriptionTier subscriptionTier,
            @Nullable Json settings,
            @Nullable Json metadata) {
        return new NewUser(
                id == null ? Id.next() : id,
                Check.required("email", email),
                Check.required("password_hash", passwordHash),
                name,
                role == null ? Role.USER : role,
                subscriptionTier == null ? SubscriptionTier.FREE : subscriptionTier,
                settings == null ? Json.emptyObject() : settings,
                metadata == null ? Json.emptyObject() : metadata);
    }

    User at(Instant now) {
        return new User(id, email, passwordHash, name, role, subscriptionTier, settings, metadata, now, now);
    }

    /**
     * What is stored under this id, if it was created from the same content: a create that is repeated. The password hash is
     * not compared: of the same password no two are alike, so the caller checks the password.
     *
     * @throws AlreadyExists if it holds other content
     */
    User repeated(User stored) {
        if (stored.email().equals(email)
                && Objects.equals(stored.name(), name)
                && stored.role().equals(role)
                && stored.subscriptionTier().equals(subscriptionTier)
                && stored.settings().equals(settings)
                && stored.metadata().equals(metadata)) {
            return stored;
        }
        throw AlreadyExists.withId("user", id);
    }

    @Override
    public String toString() {
        return "NewUser[" + id + "]";
    }
}
