package io.crossfade.migration.control;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The registry of instances in MongoDB: who may hold permits, and which epochs each acts by. */
final class MongoInstances {

    private static final String COLLECTION = "crossfade_instance";

    private final MongoCollection<Document> collection;
    private final MongoAnchor anchor;
    private final Instance self;
    private volatile StoreContact.@Nullable State target;

    /** @param limit of each operation */
    MongoInstances(MongoDatabase database, MongoAnchor anchor, Instance self, Duration limit) {
        this.anchor = anchor;
        this.self = self;
        collection = database.getCollection(COLLECTION)
                .withReadPreference(ReadPreference.primary())
                .withWriteConcern(WriteConcern.MAJORITY)
                .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * @param seen by unit, the epoch whose permit the instance has put in the place of all older ones
     * @param target what it sees of the target; null if it has not said
     */
    record Registered(
            String id,
            String address,
            String version,
            Instant startedAt,
            long beat,
            Map<String, Long> seen,
            StoreContact.@Nullable State target) {

        boolean hasSeen(FenceDocument document) {
            return seen.getOrDefault(document.unit(), 0L) >= document.epoch();
        }
    }

    /** What the signs of life are to say of the target from now on. */
    void tell(StoreContact.State ofTarget) {
        target = ofTarget;
    }

    /** Before the first read of the fence, and again after each removal. */
    void register() {
        Document document = new Document("_id", self.id())
                .append("address", self.address())
                .append("version", self.version())
                .append("startedAt", Date.from(self.startedAt()))
                .append("beat", 0L)
                .append("seen", List.of());
        collection.replaceOne(Filters.eq("_id", self.id()), document, new ReplaceOptions().upsert(true));
    }

    /**
     * A sign of life, with the epochs this instance acts by.
     *
     * @return false if it is not registered any more
     */
    boolean beat(Map<String, Long> seen) {
        List<Document> entries = new ArrayList<>();
        seen.forEach((unit, epoch) -> entries.add(new Document("unit", unit).append("epoch", epoch)));
        List<Bson> changes = new ArrayList<>(
                List.of(Updates.inc("beat", 1L), Updates.currentDate("at"), Updates.set("seen", entries)));
        StoreContact.State told = target;
        if (told != null) {
            changes.add(Updates.set(
                    "target", new Document("answers", told.answers()).append("since", Date.from(told.since()))));
        }
        return collection
                        .updateOne(Filters.eq("_id", self.id()), Updates.combine(changes))
                        .getMatchedCount()
                == 1;
    }

    /** No permit is held by this instance any more. */
    void leave() {
        collection.deleteOne(Filters.eq("_id", self.id()));
    }

    /** Removes an instance that has given no sign since that beat. */
    boolean remove(String id, long beat) {
        return collection
                        .deleteOne(Filters.and(Filters.eq("_id", id), Filters.eq("beat", beat)))
                        .getDeletedCount()
                == 1;
    }

    /** All that are registered now: none that registered before this call is missing. */
    List<Registered> listNow() {
        try (ClientSession session = anchor.session()) {
            return instances(collection.withReadConcern(ReadConcern.MAJORITY).find(session));
        }
    }

    /** As {@link #listNow}, but possibly a little old. */
    List<Registered> list() {
        return instances(collection.withReadConcern(ReadConcern.MAJORITY).find());
    }

    private static List<Registered> instances(Iterable<Document> documents) {
        List<Registered> all = new ArrayList<>();
        for (Document document : documents) {
            Map<String, Long> seen = new HashMap<>();
            for (Document entry : document.getList("seen", Document.class)) {
                seen.put(entry.getString("unit"), entry.getLong("epoch"));
            }
            Document target = document.get("target", Document.class);
            all.add(new Registered(
                    document.getString("_id"),
                    document.getString("address"),
                    document.getString("version"),
                    document.getDate("startedAt").toInstant(),
                    document.getLong("beat"),
                    seen,
                    target == null
                            ? null
                            : new StoreContact.State(
                                    target.getBoolean("answers"),
                                    target.getDate("since").toInstant())));
        }
        return all;
    }
}
