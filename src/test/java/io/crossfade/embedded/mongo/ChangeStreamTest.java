package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class ChangeStreamTest extends EmbeddedMongoSuite {

    @Test
    void eventsHaveTheDocumentedShape() {
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            plans.insertOne(json("{_id: 1, name: 'a'}"));
            plans.updateOne(json("{_id: 1}"), json("{$set: {n: 1}, $unset: {name: 1}}"));
            plans.replaceOne(json("{_id: 1}"), json("{m: 2}"));
            plans.deleteOne(json("{_id: 1}"));
            List<BsonDocument> events = eventsOf(stream);

            assertThat(events).hasSize(4).allSatisfy(event -> {
                assertThat(event.getDocument("_id").getString("_data").getValue())
                        .matches("[0-9A-F]+");
                assertThat(event.get("clusterTime").isTimestamp()).isTrue();
                assertThat(event.get("wallTime").isDateTime()).isTrue();
                assertThat(event.getDocument("ns")).isEqualTo(bson("{db: 'strattio', coll: 'plans'}"));
                assertThat(event.getDocument("documentKey")).isEqualTo(bson("{_id: 1}"));
            });
            assertThat(events.get(0).keySet())
                    .containsExactly(
                            "_id", "operationType", "clusterTime", "wallTime", "fullDocument", "ns", "documentKey");
            assertThat(events.get(0).getDocument("fullDocument")).isEqualTo(bson("{_id: 1, name: 'a'}"));
            assertThat(events.get(1).keySet())
                    .containsExactly(
                            "_id",
                            "operationType",
                            "clusterTime",
                            "wallTime",
                            "ns",
                            "documentKey",
                            "updateDescription");
            assertThat(events.get(1).getDocument("updateDescription"))
                    .isEqualTo(bson("{updatedFields: {n: 1}, removedFields: ['name'], truncatedArrays: []}"));
            assertThat(events.get(2).getString("operationType").getValue()).isEqualTo("replace");
            assertThat(events.get(2).getDocument("fullDocument")).isEqualTo(bson("{_id: 1, m: 2}"));
            assertThat(events.get(3).keySet())
                    .containsExactly("_id", "operationType", "clusterTime", "wallTime", "ns", "documentKey");
        }
    }

    @Test
    void everyPathThatChangesADocumentGivesItsEventInTheOrderOfTheEffects() {
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            plans.insertMany(List.of(json("{_id: 1}"), json("{_id: 2}"), json("{_id: 3}")));
            plans.updateMany(Filters.gte("_id", 2), Updates.set("n", 1));
            plans.updateOne(json("{_id: 4}"), Updates.set("n", 1), new UpdateOptions().upsert(true));
            plans.replaceOne(json("{_id: 5}"), json("{n: 1}"), new ReplaceOptions().upsert(true));
            plans.findOneAndUpdate(json("{_id: 1}"), Updates.inc("n", 1));
            plans.findOneAndUpdate(json("{_id: 6}"), Updates.inc("n", 1), new FindOneAndUpdateOptions().upsert(true));
            plans.findOneAndReplace(json("{_id: 1}"), json("{m: 1}"));
            plans.findOneAndDelete(json("{_id: 1}"));
            plans.bulkWrite(List.of(
                    new InsertOneModel<>(json("{_id: 7}")),
                    new UpdateOneModel<>(json("{_id: 7}"), Updates.set("n", 2)),
                    new ReplaceOneModel<>(json("{_id: 7}"), json("{k: 1}")),
                    new DeleteOneModel<>(json("{_id: 7}"))));
            plans.deleteMany(Filters.gte("_id", 5));

            assertThat(told(eventsOf(stream)))
                    .containsExactly(
                            "insert 1",
                            "insert 2",
                            "insert 3",
                            "update 2",
                            "update 3",
                            "insert 4",
                            "insert 5",
                            "update 1",
                            "insert 6",
                            "replace 1",
                            "delete 1",
                            "insert 7",
                            "update 7",
                            "replace 7",
                            "delete 7",
                            "delete 5",
                            "delete 6");
        }
    }

    @Test
    void mergeAndOutGiveEvents() {
        database.getCollection("source").insertMany(List.of(json("{_id: 1, a: 1}"), json("{_id: 2, a: 2}")));
        plans.insertOne(json("{_id: 1, b: 1}"));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            database.getCollection("source")
                    .aggregate(List.of(Aggregates.merge("plans")))
                    .toCollection();

            List<BsonDocument> events = eventsOf(stream);
            assertThat(events).hasSize(2);
            assertThat(events.get(1).getString("operationType").getValue()).isEqualTo("insert");
            assertThat(plans.find(json("{_id: 1}")).first()).isEqualTo(json("{_id: 1, b: 1, a: 1}"));
        }
    }

    @Test
    void whatFailsGivesNoEventAndWhatWasDoneBeforeGivesIts() {
        plans.createIndex(
                Indexes.ascending("k"), new IndexOptions().unique(true).sparse(true));
        plans.insertOne(json("{_id: 1, k: 1}"));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            assertThatThrownBy(() -> plans.insertOne(json("{_id: 1}"))).isInstanceOf(MongoWriteException.class);
            assertThatThrownBy(() -> plans.insertMany(List.of(json("{_id: 2}"), json("{_id: 1}"), json("{_id: 3}"))))
                    .isInstanceOfSatisfying(MongoBulkWriteException.class, failure -> assertThat(
                                    failure.getWriteResult().getInsertedCount())
                            .isEqualTo(1));
            assertThatThrownBy(() -> plans.insertMany(
                            List.of(json("{_id: 4}"), json("{_id: 1}"), json("{_id: 5}")),
                            new InsertManyOptions().ordered(false)))
                    .isInstanceOfSatisfying(MongoBulkWriteException.class, failure -> assertThat(
                                    failure.getWriteResult().getInsertedCount())
                            .isEqualTo(2));
            // 1 stays as it is, 2 takes the key, 4 can not.
            assertThatThrownBy(() -> plans.updateMany(Filters.in("_id", 1, 2, 4), Updates.set("k", 9)))
                    .isInstanceOf(MongoWriteException.class);

            assertThat(told(eventsOf(stream))).containsExactly("insert 2", "insert 4", "insert 5", "update 1");
        }
        assertThat(plans.countDocuments(json("{k: 9}"))).isEqualTo(1);
    }

    @Test
    void anUpdateThatChangesNothingGivesNoEvent() {
        plans.insertOne(json("{_id: 1, n: 1}"));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            assertThat(plans.updateOne(json("{_id: 1}"), Updates.set("n", 1)).getModifiedCount())
                    .isZero();
            plans.replaceOne(json("{_id: 1}"), json("{n: 1}"));
            plans.findOneAndUpdate(json("{_id: 1}"), Updates.set("n", 1));
            plans.deleteOne(json("{_id: 2}"));
            plans.insertOne(json("{_id: 3}"));

            assertThat(told(eventsOf(stream))).containsExactly("insert 3");
        }
    }

    @Test
    void anUpdateTellsPathsAsTheyWereSet() {
        plans.insertOne(json("{_id: 1, a: {b: 1, c: 2}, list: [1, 2], old: 1}"));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch())) {
            plans.updateOne(json("{_id: 1}"), json("{$set: {'a.b': 5, 'x.y': 1}}"));
            plans.updateOne(json("{_id: 1}"), json("{$push: {list: {$each: [3, 4]}}}"));
            plans.updateOne(json("{_id: 1}"), json("{$pull: {list: 1}}"));
            plans.updateOne(json("{_id: 1}"), json("{$rename: {old: 'young'}}"));
            plans.updateOne(json("{_id: 1}"), json("{$set: {a: {b: 5}}}"));

            assertThat(eventsOf(stream).stream().map(event -> event.getDocument("updateDescription")))
                    .containsExactly(
                            bson("{updatedFields: {'a.b': 5, x: {y: 1}}, removedFields: [], truncatedArrays: []}"),
                            bson("{updatedFields: {'list.2': 3, 'list.3': 4}, removedFields: [],"
                                    + " truncatedArrays: []}"),
                            bson("{updatedFields: {list: [2, 3, 4]}, removedFields: [], truncatedArrays: []}"),
                            bson("{updatedFields: {young: 1}, removedFields: ['old'], truncatedArrays: []}"),
                            bson("{updatedFields: {a: {b: 5}}, removedFields: [], truncatedArrays: []}"));
        }
    }

    @Test
    void updateLookupGivesTheDocumentAsItIsNow() {
        plans.insertMany(List.of(json("{_id: 1}"), json("{_id: 2}")));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch().fullDocument(FullDocument.UPDATE_LOOKUP))) {
            plans.updateOne(json("{_id: 1}"), Updates.set("n", 1));
            plans.updateOne(json("{_id: 1}"), Updates.set("n", 2));
            plans.updateOne(json("{_id: 2}"), Updates.set("n", 2));
            plans.deleteOne(json("{_id: 2}"));

            List<BsonDocument> events = eventsOf(stream);
            assertThat(events.get(0).getDocument("fullDocument")).isEqualTo(bson("{_id: 1, n: 2}"));
            assertThat(events.get(1).getDocument("fullDocument")).isEqualTo(bson("{_id: 1, n: 2}"));
            assertThat(events.get(2).get("fullDocument").isNull()).isTrue();
        }
    }

    @Test
    void requiredImagesAreThoseOfTheChangeOrAnError() {
        database.createCollection(
                "plans",
                new CreateCollectionOptions()
                        .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true)));
        plans.insertOne(json("{_id: 1, n: 0}"));
        try (MongoCursor<BsonDocument> stream = raw(plans.watch()
                .fullDocument(FullDocument.REQUIRED)
                .fullDocumentBeforeChange(FullDocumentBeforeChange.REQUIRED))) {
            plans.updateOne(json("{_id: 1}"), Updates.set("n", 1));
            plans.updateOne(json("{_id: 1}"), Updates.set("n", 2));

            List<BsonDocument> events = eventsOf(stream);
            assertThat(events.get(0).getDocument("fullDocument")).isEqualTo(bson("{_id: 1, n: 1}"));
            assertThat(events.get(1).getDocument("fullDocumentBeforeChange")).isEqualTo(bson("{_id: 1, n: 1}"));
        }

        database.getCollection("other").insertOne(json("{_id: 1}"));
        try (MongoCursor<BsonDocument> stream =
                raw(database.getCollection("other").watch().fullDocument(FullDocument.REQUIRED))) {
            database.getCollection("other").updateOne(json("{_id: 1}"), Updates.set("n", 1));
            assertThatThrownBy(stream::next)
                    .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                            .isEqualTo(47));
        }
    }
}
