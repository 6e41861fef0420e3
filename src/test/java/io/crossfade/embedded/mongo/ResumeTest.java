package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ResumeTest extends EmbeddedMongoSuite {

    private static final int CAPACITY = 50;

    @Override
    EmbeddedMongo server() {
        return EmbeddedMongo.startWithOplog(CAPACITY);
    }

    private static void assertHistoryLost(ChangeStreamIterable<Document> stream) {
        assertThatThrownBy(() -> {
                    try (MongoCursor<BsonDocument> cursor = raw(stream)) {
                        cursor.tryNext();
                    }
                })
                .isInstanceOfSatisfying(MongoCommandException.class, failure -> {
                    assertThat(failure.getErrorCode()).isEqualTo(286);
                    assertThat(failure.getErrorCodeName()).isEqualTo("ChangeStreamHistoryLost");
                    assertThat(failure.hasErrorLabel("NonResumableChangeStreamError"))
                            .isTrue();
                });
    }

    private BsonDocument tokenNow() {
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                cursor(plans.watch().maxAwaitTime(1, TimeUnit.MILLISECONDS))) {
            stream.tryNext();
            return stream.getResumeToken();
        }
    }

    @Test
    void resumesAfterAnyEvent() {
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            IntStream.range(0, 10).forEach(i -> plans.insertOne(new Document("_id", i)));
            for (BsonDocument event : eventsOf(stream)) {
                try (MongoCursor<BsonDocument> resumed = raw(plans.watch().resumeAfter(event.getDocument("_id")))) {
                    int id = event.getDocument("documentKey").getInt32("_id").getValue();
                    assertThat(eventsOf(resumed)).hasSize(9 - id);
                }
            }
        }
    }

    @Test
    void startsAtAnOperationTimeInclusive() {
        plans.insertOne(new Document("_id", 1));
        BsonTimestamp time = new BsonTimestamp(0);
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            plans.insertOne(new Document("_id", 2));
            time = stream.next().getTimestamp("clusterTime");
        }
        plans.insertOne(new Document("_id", 3));

        try (MongoCursor<BsonDocument> stream = raw(plans.watch().startAtOperationTime(time))) {
            assertThat(eventsOf(stream)).hasSize(2);
        }
    }

    @Test
    void theTokenOfAQuietStreamAdvances() {
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream =
                cursor(plans.watch().maxAwaitTime(1, TimeUnit.MILLISECONDS))) {
            stream.tryNext();
            BsonDocument before = stream.getResumeToken();
            IntStream.range(0, 3 * CAPACITY).forEach(i -> {
                database.getCollection("users").insertOne(new Document("_id", i));
                assertThat(stream.tryNext()).isNull();
            });

            assertThat(data(stream.getResumeToken())).isGreaterThan(data(before));
            plans.insertOne(new Document("_id", 1));
            try (MongoCursor<BsonDocument> resumed = raw(plans.watch().resumeAfter(stream.getResumeToken()))) {
                assertThat(eventsOf(resumed)).hasSize(1);
            }
            assertHistoryLost(plans.watch().resumeAfter(before));
        }
    }

    @Test
    void theTokenAdvancesWithTimeAlone() {
        BsonDocument before = tokenNow();
        Awaitility.await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(data(tokenNow()))
                .isGreaterThan(data(before)));
    }

    private static String data(BsonDocument token) {
        return token.getString("_data").getValue();
    }

    @Test
    void aPositionThatIsNoLongerHeldIsRefused() {
        plans.insertOne(new Document("_id", "first"));
        BsonDocument token = tokenNow();
        IntStream.range(0, CAPACITY).forEach(i -> plans.insertOne(new Document("_id", i)));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch().resumeAfter(token))) {
            assertThat(eventsOf(stream)).hasSize(CAPACITY);
        }

        plans.insertOne(new Document("_id", "one too many"));
        assertHistoryLost(plans.watch().resumeAfter(token));
        assertHistoryLost(plans.watch().startAfter(token));
        assertHistoryLost(plans.watch().startAtOperationTime(new BsonTimestamp(1, 1)));
    }

    @Test
    void anOpenStreamThatFellBehindIsRefusedNotSkipped() {
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            stream.tryNext();
            IntStream.rangeClosed(0, CAPACITY).forEach(i -> plans.insertOne(new Document("_id", i)));
            assertThatThrownBy(stream::tryNext)
                    .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                            .isEqualTo(286));
        }
    }

    @Test
    void lostHistoryIsToldToOldTokensAndToOpenStreams() {
        BsonDocument token = tokenNow();
        try (MongoCursor<BsonDocument> stream = patient(plans.watch().maxAwaitTime(1, TimeUnit.MINUTES))) {
            CompletableFuture<BsonDocument> waiting = CompletableFuture.supplyAsync(stream::next);
            mongo.faults().loseHistory();
            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("286");
        }
        assertHistoryLost(plans.watch().resumeAfter(token));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            plans.insertOne(new Document("_id", 1));
            assertThat(eventsOf(stream)).hasSize(1);
        }
    }

    @Test
    void aTokenFromAnotherServersTimeIsRefused() {
        BsonDocument token = tokenNow();
        try (EmbeddedMongo other = EmbeddedMongo.start();
                com.mongodb.client.MongoClient otherClient =
                        com.mongodb.client.MongoClients.create(other.connectionString())) {
            Awaitility.await()
                    .untilAsserted(() -> assertHistoryLost(otherClient
                            .getDatabase("strattio")
                            .getCollection("plans")
                            .watch()
                            .resumeAfter(token)));
        }
        assertThatThrownBy(
                        () -> plans.watch().resumeAfter(bson("{_data: 'ABC'}")).cursor())
                .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                        .isEqualTo(260));
    }

    @Test
    void aWaitingStreamWakesForAnEventAndReturnsEmptyAtItsTime() {
        try (MongoCursor<BsonDocument> stream = patient(plans.watch().maxAwaitTime(1, TimeUnit.MINUTES))) {
            CompletableFuture<BsonDocument> waiting = CompletableFuture.supplyAsync(stream::next);
            database.getCollection("users").insertOne(new Document("_id", 1));
            plans.insertOne(new Document("_id", 1));
            assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
        }
        try (MongoCursor<BsonDocument> stream = patient(plans.watch().maxAwaitTime(100, TimeUnit.MILLISECONDS))) {
            long start = System.nanoTime();
            assertThat(stream.tryNext()).isNull();
            assertThat(stream.tryNext()).isNull();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(90), Duration.ofSeconds(10));
        }
    }

    @Test
    void aStreamGoesOnAfterTheServerWasAway() {
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> stream = cursor(plans.watch())) {
            plans.insertOne(new Document("_id", 1));
            assertThat(stream.next().getDocumentKey()).isEqualTo(bson("{_id: 1}"));
            mongo.stop();
            mongo.restart();
            Awaitility.await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(() -> {
                plans.insertOne(new Document("_id", 2));
                return true;
            });
            assertThat(stream.next().getDocumentKey()).isEqualTo(bson("{_id: 2}"));
        }
    }
}
