package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ChangeStreamScopeTest extends EmbeddedMongoSuite {

    @Test
    void aPipelineChoosesAndShapesEvents() {
        try (MongoCursor<BsonDocument> stream = raw(database.watch(List.of(
                Aggregates.match(Filters.in("ns.coll", "plans", "users")),
                Aggregates.match(Filters.ne("operationType", "delete")),
                Aggregates.project(Projections.include("documentKey", "ns")))))) {
            database.getCollection("sections").insertOne(json("{_id: 1}"));
            database.getCollection("users").insertOne(json("{_id: 2}"));
            plans.insertOne(json("{_id: 3}"));
            plans.deleteOne(json("{_id: 3}"));

            List<BsonDocument> events = eventsOf(stream);
            assertThat(events).extracting(EmbeddedMongoSuite::idOf).containsExactly(2, 3);
            assertThat(events.getFirst().keySet()).containsExactlyInAnyOrder("_id", "documentKey", "ns");
        }
        try (MongoCursor<BsonDocument> stream =
                raw(plans.watch(List.of(Aggregates.match(Filters.eq("documentKey._id", 7)))))) {
            plans.insertMany(List.of(json("{_id: 6}"), json("{_id: 7}")));
            assertThat(told(eventsOf(stream))).containsExactly("insert 7");
        }
    }

    @Test
    void aPipelineMayNotTakeTheResumeTokenAway() {
        try (MongoCursor<BsonDocument> stream =
                raw(plans.watch(List.of(Aggregates.project(Projections.excludeId()))))) {
            plans.insertOne(json("{_id: 1}"));
            assertThatThrownBy(stream::next)
                    .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                            .isEqualTo(280));
        }
    }

    @Test
    void theClusterIsWatchedWithoutItsInternalDatabases() {
        try (MongoCursor<BsonDocument> stream = raw(client.watch())) {
            client.getDatabase("admin").getCollection("internal").insertOne(json("{_id: 1}"));
            client.getDatabase("one").getCollection("a").insertOne(json("{_id: 2}"));
            client.getDatabase("two").getCollection("b").insertOne(json("{_id: 3}"));

            assertThat(told(eventsOf(stream))).containsExactly("insert 2", "insert 3");
        }
    }

    @Test
    void droppingTheCollectionEndsItsStreamAndOnlyIts() {
        plans.insertOne(json("{_id: 1}"));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch());
                MongoCursor<BsonDocument> wide = raw(database.watch())) {
            plans.drop();
            assertThat(stream.next().getString("operationType").getValue()).isEqualTo("drop");
            BsonDocument invalidate = stream.next();
            assertThat(invalidate.keySet()).containsExactly("_id", "operationType", "clusterTime", "wallTime");
            assertThat(invalidate.getString("operationType").getValue()).isEqualTo("invalidate");
            assertThat(stream.getServerCursor()).isNull();

            plans.insertOne(json("{_id: 2}"));
            assertThat(told(eventsOf(wide))).containsExactly("drop", "insert 2");
            database.drop();
            assertThat(told(eventsOf(wide))).containsExactly("drop", "dropDatabase", "invalidate");

            BsonDocument token = invalidate.getDocument("_id");
            assertThatThrownBy(() -> plans.watch().resumeAfter(token).cursor())
                    .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                            .isEqualTo(260));
            try (MongoCursor<BsonDocument> again = raw(plans.watch().startAfter(token))) {
                assertThat(told(eventsOf(again))).startsWith("insert 2");
            }
        }
    }

    @Test
    void renamingTheCollectionEndsItsStream() {
        plans.insertOne(json("{_id: 1}"));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            plans.renameCollection(new MongoNamespace("strattio", "drafts"));

            BsonDocument rename = stream.next();
            assertThat(rename.getString("operationType").getValue()).isEqualTo("rename");
            assertThat(rename.getDocument("to")).isEqualTo(bson("{db: 'strattio', coll: 'drafts'}"));
            assertThat(stream.next().getString("operationType").getValue()).isEqualTo("invalidate");
        }
        assertThat(database.getCollection("drafts").find().first()).isEqualTo(new Document("_id", 1));
        assertThat(database.listCollectionNames()).containsExactly("drafts");
    }
}
