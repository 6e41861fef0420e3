package io.crossfade.strattio.user;

import static io.crossfade.strattio.common.UnreadableField.required;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.crossfade.strattio.common.Aggregate;
import io.crossfade.strattio.common.Check;
import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person who signs in. Neither its text nor its JSON shows the password hash, and its text no e-mail address. */
public record User(
        Id id,
        String email,
        @JsonIgnore String passwordHash,
        @Nullable String name,
        Role role,
        SubscriptionTier subscriptionTier,
        Json settings,
        Json metadata,
        Instant createdAt,
        Instant updatedAt)
        implements Aggregate<User> {

    /** With a new id and the defaults for what is null. @throws io.crossfade.strattio.common.InvalidValue for what a store could not keep */
    public static User of(
            @Nullable Id id,
            @Nullable String email,
            @Nullable String passwordHash,
            @Nullable String name,
            @Nullable Role role,
            @Nullable SubscriptionTier subscriptionTier,
            @Nullable Json settings,
            @Nullable Json metadata) {
        return new User(
                Id.orNext(id),
                Check.email("email", email),
                Check.filled("password_hash", passwordHash, 255),
                Check.optionalText("name", name, 255),
                requireNonNullElse(role, Role.USER),
                requireNonNullElse(subscriptionTier, SubscriptionTier.FREE),
                Check.json("settings", settings, Json.emptyObject()),
                Check.json("metadata", metadata, Json.emptyObject()),
                UNSTORED,
                UNSTORED);
    }

    static User stored(
            Id id,
            @Nullable String email,
            @Nullable String passwordHash,
            @Nullable String name,
            @Nullable Role role,
            @Nullable SubscriptionTier subscriptionTier,
            @Nullable Json settings,
            @Nullable Json metadata,
            @Nullable Instant createdAt,
            @Nullable Instant updatedAt) {
        Instant created = Times.created(id, createdAt);
        return new User(
                id,
                required("email", email),
                required("password_hash", passwordHash),
                name,
                requireNonNullElse(role, Role.USER),
                requireNonNullElse(subscriptionTier, SubscriptionTier.FREE),
                requireNonNullElse(settings, Json.emptyObject()),
                requireNonNullElse(metadata, Json.emptyObject()),
                created,
                requireNonNullElse(updatedAt, created));
    }

    @Override
    public User at(Instant created, Instant updated) {
        return with(passwordHash, created, updated);
    }

    /** The password hash is not compared: of the same password no two are alike, so the caller checks the password. */
    @Override
    public boolean repeats(User stored) {
        return with(stored.passwordHash, stored.createdAt, stored.updatedAt).equals(stored);
    }

    private User with(String hash, Instant created, Instant updated) {
        return new User(id, email, hash, name, role, subscriptionTier, settings, metadata, created, updated);
    }

    @Override
    public String toString() {
        return "User[" + id + "]";
    }
}
