package io.crossfade.strattio.user;

import io.crossfade.strattio.common.Id;
import io.crossfade.strattio.common.Json;
import io.crossfade.strattio.common.MongoDocument;
import io.crossfade.strattio.common.MongoFields;
import io.crossfade.strattio.common.MongoStore;
import io.crossfade.strattio.common.MongoUnit;
import io.crossfade.strattio.common.Page;
import io.crossfade.strattio.common.References;
import io.crossfade.strattio.common.Times;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The users as documents. Nothing but this class keeps references whole here, for MongoDB does not. */
final class MongoUserRepository implements UserRepository {

    private final MongoUnit<User> users;
    private final Clock clock;
    private final UserDependents dependents;

    MongoUserRepository(MongoStore store, Clock clock, UserDependents dependents) {
        this.users = store.unit(UserMapping.MAPPING, "user", MongoUserRepository::read);
        this.clock = clock;
        this.dependents = dependents;
    }

    @Override
    public User create(NewUser user) {
        return insert(user);
    }

    @Override
    public Optional<User> find(Id id) {
        return users.find(id);
    }

    @Override
    public User update(Id id, UserPatch patch) {
        if (patch.isEmpty()) {
            return find(id).orElseThrow(() -> UserNotFound.withId(id));
        }
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(patch.changes());
        changes.put("updated_at", Times.now(clock));
        return users.update(id, changes, () -> UserEmailTaken.by(id)).orElseThrow(() -> UserNotFound.withId(id));
    }

    @Override
    public void delete(Id id) {
        References.delete(() -> dependents.deleteAllOf(id), () -> remove(id));
    }

    @Override
    public Page<User> list(@Nullable String after, int limit) {
        return users.page(Page.id(after), Page.limit(limit), User::id);
    }

    /** Stores the user without a look at anything else. */
    User insert(NewUser user) {
        User created = user.at(Times.now(clock));
        return users.insert(user.id(), document(created), user::repeated, () -> UserEmailTaken.by(user.id()));
    }

    /** Deletes the user and nothing else. */
    void remove(Id id) {
        if (!users.delete(id)) {
            throw UserNotFound.withId(id);
        }
    }

    private static BsonDocument document(User user) {
        return MongoDocument.of(user.id())
                .with("email", user.email())
                .with("password_hash", user.passwordHash())
                .with("name", user.name())
                .with("role", user.role())
                .with("subscription_tier", user.subscriptionTier())
                .with("created_at", user.createdAt())
                .with("updated_at", user.updatedAt())
                .with("settings", user.settings())
                .with("metadata", user.metadata())
                .bson();
    }

    private static User read(MongoFields fields) {
        return new User(
                fields.id(),
                fields.text("email"),
                fields.text("password_hash"),
                fields.optionalText("name"),
                fields.coded("role", Role.USER, Role::of),
                fields.coded("subscription_tier", SubscriptionTier.FREE, SubscriptionTier::of),
                fields.json("settings", Json.emptyObject()),
                fields.json("metadata", Json.emptyObject()),
                fields.createdAt(),
                fields.updatedAt());
    }
}
