package io.crossfade.embedded.sample;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The sample's users. Nobody can sign in as one: their password hashes are of no password. */
record Users(long seed, int size) implements Sample {

    private static final List<String> ROLES = List.of("user", "user", "user", "consultant", "admin");
    private static final List<String> TIERS = List.of("free", "free", "starter", "professional", "enterprise");
    private static final String BASE_64 = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    static SampleIds ids(long seed) {
        return new SampleIds(seed, "users");
    }

    @Override
    public String collection() {
        return "users";
    }

    @Override
    public BsonDocument document(int index) {
        Whim whim = new Whim(seed, "users", index);
        String name = SampleText.person(whim);
        BsonDocument user = new BsonDocument("_id", ids(seed).id(index))
                .append("email", new BsonString((whim.oneIn(6) ? "Person+tag." : "person.") + index + "@example.test"))
                .append("password_hash", new BsonString(hash(whim)));
        Leftovers.optional(user, whim, "name", new BsonString(name));
        Leftovers.optional(user, whim, "role", new BsonString(whim.pick(ROLES)));
        Leftovers.optional(user, whim, "subscription_tier", new BsonString(whim.pick(TIERS)));
        Leftovers.formerly(user, whim, "password_hash", "passwordHash");
        Leftovers.formerly(user, whim, "subscription_tier", "subscriptionTier");
        Leftovers.times(user, whim);
        Leftovers.optional(user, whim, "settings", settings(whim));
        Leftovers.optional(user, whim, "metadata", SampleJson.document(whim, whim.between(0, 5), 4));
        if (whim.oneIn(5)) {
            user.append("username", new BsonString(name)).append("emailVerified", BsonBoolean.valueOf(whim.oneIn(2)));
        }
        if (whim.oneIn(15)) {
            user.append("tier", new BsonString("PRO")).append("roles", SampleJson.strings(whim, 2));
        }
        Leftovers.add(user, whim, "User");
        return user;
    }

    /** A document today; a list of pairs before. */
    private static BsonValue settings(Whim whim) {
        if (whim.oneIn(8)) {
            BsonArray pairs = new BsonArray();
            for (int i = whim.below(4); i >= 0; i--) {
                pairs.add(
                        new BsonDocument("key", new BsonString(SampleText.word(whim))).append("value", whim.whole(i)));
            }
            return pairs;
        }
        return new BsonDocument("theme", new BsonString(whim.oneIn(2) ? "dark" : "light"))
                .append("pageSize", whim.whole(25))
                .append("more", SampleJson.document(whim, 2, 3));
    }

    private static String hash(Whim whim) {
        StringBuilder hash = new StringBuilder(whim.oneIn(3) ? "$2b$12$" : "{bcrypt}$2a$10$");
        for (int i = 0; i < 53; i++) {
            hash.append(BASE_64.charAt(whim.below(BASE_64.length())));
        }
        return hash.toString();
    }
}
