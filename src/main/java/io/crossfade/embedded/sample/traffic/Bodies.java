package io.crossfade.embedded.sample.traffic;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What the requests send. Every create brings its own id, so that it can be looked for whatever came of it. */
final class Bodies {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final List<String> WORDS = List.of(
            "Überblick", "market", "İstanbul", "日本", "growth", "📈", "naïve", "risk", "e\u0301quipe", "“quoted”");

    private final SplittableRandom random;

    Bodies(SplittableRandom random) {
        this.random = random;
    }

    ObjectNode user() {
        ObjectNode user = identified();
        user.put("email", user.path("id").asString() + "@traffic.example")
                .put("password", "not-" + Long.toHexString(random.nextLong()))
                .put("name", words(2))
                .put("subscription_tier", random.nextBoolean() ? "starter" : "free");
        user.set("settings", json());
        return user;
    }

    ObjectNode organisation() {
        ObjectNode organisation = identified().put("name", words(3));
        organisation.set("settings", json());
        return organisation;
    }

    ObjectNode plan(String userId, @Nullable String organisationId) {
        ObjectNode plan =
                identified().put("user_id", userId).put("name", words(3)).put("plan_purpose", "loan");
        if (organisationId != null) {
            plan.put("organisation_id", organisationId);
        }
        plan.set("intake_data", json());
        return plan;
    }

    ObjectNode section(String planId, int place) {
        return identified()
                .put("plan_id", planId)
                .put("section_type", "custom")
                .put("title", words(2))
                .put("content", words(random.nextInt(5, 80)))
                .put("order_index", place);
    }

    ObjectNode researchPack(String planId, int version) {
        ObjectNode pack = identified().put("plan_id", planId).put("version", version);
        pack.put("quality_score", random.nextInt(101))
                .putArray("data_sources")
                .add("ONS")
                .add(words(1));
        pack.set("data", json());
        return pack;
    }

    ObjectNode financialModel(String planId, int version) {
        ObjectNode model = identified().put("plan_id", planId).put("version", version);
        model.set("data", json());
        return model;
    }

    ObjectNode sectionChange() {
        ObjectNode change = empty().put("title", words(3)).put("edited_by_user", true);
        return random.nextBoolean() ? change.put("content", words(40)).put("word_count", 40) : change;
    }

    ObjectNode planChange() {
        ObjectNode change = empty().put("status", random.nextBoolean() ? "generating" : "complete");
        change.set("generation_metadata", json());
        return change;
    }

    ObjectNode userChange() {
        ObjectNode change = empty();
        change.set("metadata", json());
        return change;
    }

    ObjectNode rename() {
        return empty().put("name", words(3));
    }

    private ObjectNode json() {
        ObjectNode json = empty().put("count", random.nextInt(1000)).put("größe", random.nextLong() >> 12);
        json.put("amount", BigDecimal.valueOf(random.nextInt(1_000_000), 2));
        json.putObject("nested")
                .put("word", words(1))
                .putNull("none")
                .putArray("list")
                .add(true)
                .add(words(1));
        return json;
    }

    private String words(int count) {
        StringBuilder words = new StringBuilder(WORDS.get(random.nextInt(WORDS.size())));
        for (int i = 1; i < count; i++) {
            words.append(' ').append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words.toString();
    }

    /** 24 digits: seconds, a random part, a counter. */
    private ObjectNode identified() {
        HexFormat hex = HexFormat.of();
        return empty().put(
                        "id",
                        hex.toHexDigits(System.currentTimeMillis() / 1000, 8)
                                + hex.toHexDigits(random.nextLong(), 10)
                                + hex.toHexDigits(COUNTER.getAndIncrement(), 6));
    }

    private static ObjectNode empty() {
        return ServiceClient.JSON.createObjectNode();
    }
}
