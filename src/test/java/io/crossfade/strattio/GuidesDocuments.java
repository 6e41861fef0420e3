package io.crossfade.strattio;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Documents exactly as the migration guide shows them: its collections, its fields, and no other. */
record GuidesDocuments(Map<String, List<Document>> byCollection) {

    /** A user with two plans, five sections in all, a research pack and a financial model. */
    static final int EACH_USER = 10;

    private static final int[] SECTIONS_OF_PLANS = {2, 3};

    /** One organisation, and what the users have. */
    static GuidesDocuments of(int users) {
        Map<String, List<Document>> all = new LinkedHashMap<>();
        ObjectId organisation = new ObjectId();
        put(all, "organisations", new Document("_id", organisation).append("name", "Guide Ltd"));
        for (int i = 0; i < users; i++) {
            Document user = user(i);
            put(all, "users", user);
            for (int j = 0; j < SECTIONS_OF_PLANS.length; j++) {
                Document plan = plan(user, j == 0 ? organisation : null, i);
                put(all, "plans", plan);
                for (int order = 0; order < SECTIONS_OF_PLANS[j]; order++) {
                    put(all, "sections", section(plan, order));
                }
                if (j == 0) {
                    put(all, "research_packs", pack(plan, i));
                    put(all, "financial_models", model(plan));
                }
            }
        }
        return new GuidesDocuments(all);
    }

    int size() {
        return byCollection.values().stream().mapToInt(List::size).sum();
    }

    private static void put(Map<String, List<Document>> all, String collection, Document document) {
        all.computeIfAbsent(collection, none -> new ArrayList<>()).add(document);
    }

    private static Document user(int i) {
        return new Document("_id", new ObjectId())
                .append("email", "guide" + i + "@example.test")
                .append("password_hash", "$2b$12$" + "h".repeat(53))
                .append("name", "Person " + i)
                .append("role", i % 7 == 0 ? "consultant" : "user")
                .append("subscription_tier", i % 3 == 0 ? "professional" : "free")
                .append("created_at", time(i))
                .append("settings", new Document("theme", "dark").append("page_size", 25))
                .append("metadata", new Document("source", List.of("web", i)));
    }

    private static Document plan(Document user, ObjectId organisation, int i) {
        return new Document("_id", new ObjectId())
                .append("user_id", user.getObjectId("_id"))
                .append("organisation_id", organisation)
                .append("name", "Plan of " + user.getString("name"))
                .append("status", i % 2 == 0 ? "complete" : "draft")
                .append("plan_purpose", "loan")
                .append("intake_data", new Document("business_name", "Café " + i).append("funding", 12.5))
                .append("generation_metadata", new Document("model", "writer-2").append("tokens", 4096L * i))
                .append("error", null)
                .append("created_at", time(i))
                .append("updated_at", time(i + 60))
                .append("completed_at", i % 2 == 0 ? time(i + 90) : null);
    }

    private static Document section(Document plan, int order) {
        return new Document("_id", new ObjectId())
                .append("plan_id", plan.getObjectId("_id"))
                .append("section_type", "market_analysis")
                .append("title", "Part " + order)
                .append("content", "The market grows. ".repeat(5))
                .append("word_count", 15)
                .append("order_index", order)
                .append("ai_generated", order % 2 == 0)
                .append("edited_by_user", false)
                .append("generation_metadata", new Document("attempts", 1))
                .append("data_citations", List.of(new Document("source", "ONS")))
                .append("created_at", time(order))
                .append("updated_at", time(order));
    }

    private static Document pack(Document plan, int i) {
        return new Document("_id", new ObjectId())
                .append("plan_id", plan.getObjectId("_id"))
                .append("version", 1)
                .append("status", "complete")
                .append("data", new Document("competitors", List.of("a", "b")))
                .append("quality_score", i % 101)
                .append("data_sources", List.of("ONS", "Companies House"))
                .append("missing_data", List.of("prices"))
                .append("retrieved_at", time(i))
                .append("expires_at", time(i + 1_000));
    }

    private static Document model(Document plan) {
        return new Document("_id", new ObjectId())
                .append("plan_id", plan.getObjectId("_id"))
                .append("version", 1)
                .append(
                        "data",
                        new Document("years", List.of(new Document("revenue", 1_000_000L).append("margin", 0.25))))
                .append("created_at", time(1))
                .append("updated_at", time(2));
    }

    private static Date time(long seconds) {
        return Date.from(Instant.parse("2024-05-06T07:08:09.123Z").plusSeconds(seconds));
    }
}
