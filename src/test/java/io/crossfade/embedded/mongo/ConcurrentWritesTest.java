package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrentWritesTest extends EmbeddedMongoSuite {

    private static final int WRITERS = 6;
    private static final int KEYS = 40;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        executor.shutdownNow();
    }

    @Test
    void aFollowerThatLooksUpEachKeyEndsEqual() {
        Map<Integer, Document> byLookup = new HashMap<>();
        Map<Integer, Document> byEvents = new HashMap<>();
        plans.createIndex(
                Indexes.ascending("slot"), new IndexOptions().unique(true).sparse(true));
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream = cursor(plans.watch())) {
            List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(seed -> CompletableFuture.runAsync(() -> writeAtRandom(new Random(seed)), executor))
                    .toList();
            CompletableFuture<Void> done = CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new))
                    .thenRun(() -> plans.insertOne(new Document("_id", -1)));

            for (boolean last = false; !last; ) {
                ChangeStreamDocument<Document> event = stream.next();
                int key = event.getDocumentKey().getInt32("_id").getValue();
                last = key == -1;
                apply(byEvents, key, event);
                Document now = plans.find(new Document("_id", key)).first();
                if (now == null) {
                    byLookup.remove(key);
                } else {
                    byLookup.put(key, now);
                }
            }
            assertThat(done).succeedsWithin(Duration.ofSeconds(10));
        }

        Map<Integer, Document> stored = new HashMap<>();
        plans.find().forEach(document -> stored.put(document.getInteger("_id"), document));
        assertThat(byLookup).isEqualTo(stored);
        assertThat(byEvents).isEqualTo(stored);
    }

    private void writeAtRandom(Random random) {
        for (int i = 0; i < 150; i++) {
            Document key = new Document("_id", random.nextInt(KEYS));
            try {
                switch (random.nextInt(7)) {
                    case 0 -> plans.insertOne(new Document(key).append("n", 0));
                    case 1 -> plans.updateOne(key, Updates.inc("n", 1));
                    case 2 -> plans.updateOne(key, Updates.set("slot", random.nextInt(KEYS)));
                    case 3 -> plans.replaceOne(key, new Document("r", i), new ReplaceOptions().upsert(true));
                    case 4 ->
                        plans.findOneAndUpdate(key, Updates.inc("n", 1), new FindOneAndUpdateOptions().upsert(true));
                    case 5 -> plans.updateMany(Filters.gte("_id", KEYS - 3), Updates.inc("m", 1));
                    default -> plans.deleteOne(key);
                }
            } catch (MongoWriteException conflict) {
                assertThat(conflict.getError().getCode()).isEqualTo(11000);
            }
        }
    }

    /** What the events alone say, in their order. */
    private static void apply(Map<Integer, Document> state, int key, ChangeStreamDocument<Document> event) {
        switch (event.getOperationType()) {
            case INSERT -> assertThat(state.put(key, event.getFullDocument())).isNull();
            case REPLACE -> assertThat(state.put(key, event.getFullDocument())).isNotNull();
            case DELETE -> assertThat(state.remove(key)).isNotNull();
            default -> {
                BsonDocument updated = event.getUpdateDescription().getUpdatedFields();
                Document changed = new Document(state.get(key));
                for (Map.Entry<String, BsonValue> field : updated.entrySet()) {
                    changed.put(field.getKey(), field.getValue().asInt32().getValue());
                }
                state.put(key, changed);
            }
        }
    }

    @Test
    void ofManyThatInsertTheSameUniqueKeyOneSucceeds() {
        plans.createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
        AtomicInteger succeeded = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<CompletableFuture<Void>> attempts = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 50).forEach(k -> {
                            try {
                                plans.insertOne(new Document("email", "k" + k));
                                succeeded.incrementAndGet();
                            } catch (MongoWriteException conflict) {
                                refused.incrementAndGet();
                            }
                        }),
                        executor))
                .toList();

        assertThat(CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new)))
                .succeedsWithin(Duration.ofSeconds(60));
        assertThat(succeeded).hasValue(50);
        assertThat(refused).hasValue(350);
        assertThat(plans.countDocuments()).isEqualTo(50);
    }

    @Test
    void readersNeverSeeHalfAnUpdate() throws Exception {
        plans.insertOne(json("{_id: 1, a: {n: 0}, b: {n: 0}}"));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(
                () -> IntStream.rangeClosed(1, 500)
                        .forEach(i -> plans.updateOne(
                                json("{_id: 1}"), Updates.combine(Updates.set("a.n", i), Updates.set("b.n", i)))),
                executor);
        MongoCollection<Document> reader = plans;
        List<Document> torn = new ArrayList<>();
        while (!writer.isDone()) {
            Document seen = reader.find().first();
            if (!seen.get("a").equals(seen.get("b"))) {
                torn.add(seen);
            }
        }
        writer.get(1, TimeUnit.MINUTES);
        assertThat(torn).isEmpty();
    }
}
