package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What MongoDB refuses is refused here too, with its codes; what only the embedded one cannot do is refused as that. */
class RefusalsTest extends EmbeddedMongoSuite {

    private static final int NOT_IMPLEMENTED = 238;

    private static void refused(int code, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(MongoException.class, failure -> assertThat(failure.getCode())
                        .as(failure.getMessage())
                        .isEqualTo(code));
    }

    private void answers() {
        assertThat(database.runCommand(json("{ping: 1}"))).containsEntry("ok", 1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "available", "linearizable"})
    void aChangeStreamWithAnotherReadConcernThanMajority(String level) {
        refused(72, () -> {
            try (MongoCursor<?> stream = database.withReadConcern(
                            new ReadConcern(com.mongodb.ReadConcernLevel.fromString(level)))
                    .watch()
                    .cursor()) {
                stream.tryNext();
            }
        });
        database.withReadConcern(ReadConcern.MAJORITY).watch().cursor().close();
        database.withReadConcern(ReadConcern.DEFAULT).watch().cursor().close();
    }

    @ParameterizedTest
    @CsvSource({"linearizable, 72", "available, 72", "majority, 0", "local, 0"})
    void aTimeToWaitForWithAReadConcernThatHasNone(String level, int code) {
        Document find = json(
                "{find: 'plans', readConcern: {level: '" + level + "', afterClusterTime: {$timestamp: {t: 1, i: 1}}}}");
        if (code == 0) {
            assertThat(database.runCommand(find)).containsEntry("ok", 1.0);
        } else {
            refused(code, () -> database.runCommand(find));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{find: 'plans', sorted: {a: 1}}",
                "{update: 'plans', updates: [{q: {}, u: {$set: {a: 1}}, sort: {a: 1}}]}",
                "{update: 'plans', updates: [], upsert: true}",
                "{delete: 'plans', deletes: [{q: {}, limit: 1, sort: {a: 1}}]}",
                "{insert: 'plans', documents: [{_id: 1}], upsert: true}",
                "{findAndModify: 'plans', query: {}, update: {$set: {a: 1}}, multi: true}",
                "{aggregate: 'plans', pipeline: [], cursor: {}, filter: {}}",
                "{aggregate: 'plans', pipeline: [{$changeStream: {resumeFrom: {}}}], cursor: {}}",
                "{count: 'plans', filter: {a: 1}}",
                "{distinct: 'plans', key: 'a', filter: {a: 1}}",
                "{createIndexes: 'plans', indexes: [{key: {a: 1}, name: 'a_1'}], unique: true}",
                "{dropIndexes: 'plans', name: 'a_1'}",
                "{drop: 'plans', force: true}",
                "{listCollections: 1, name: 'plans'}"
            })
    void aFieldThatTheCommandDoesNotHave(String command) {
        plans.insertOne(json("{_id: 0}"));

        refused(40415, () -> database.runCommand(json(command)));
        assertThat(plans.find().first()).isEqualTo(json("{_id: 0}"));
        assertThat(plans.countDocuments()).isEqualTo(1);
    }

    @Test
    void takesWhatDriversSendWithAnyCommand() {
        assertThat(database.runCommand(json("""
                        {find: 'plans', comment: 'x', maxTimeMS: 100, readConcern: {level: 'majority'}, apiVersion: '1',
                         apiStrict: false, apiDeprecationErrors: false, let: {}, $readPreference: {mode: 'primary'}}"""))).containsEntry("ok", 1.0);
        assertThat(database.runCommand(
                        json("{insert: 'plans', documents: [{_id: 1}], writeConcern: {w: 'majority'}, ordered: true}")))
                .containsEntry("n", 1);
        refused(NOT_IMPLEMENTED, () -> database.runCommand(json("{find: 'plans', let: {x: 1}}")));
    }

    @Test
    void anOptionThatAnIndexDoesNotHave() {
        refused(
                197,
                () -> database.runCommand(
                        json("{createIndexes: 'plans', indexes: [{key: {a: 1}, name: 'a_1', uniqe: true}]}")));
        refused(NOT_IMPLEMENTED, () -> plans.createIndex(Indexes.ascending("a"), new IndexOptions().hidden(true)));
    }

    @Test
    void anIndexThatIsThereWithOtherOptions() {
        plans.createIndex(Indexes.ascending("a"));
        plans.createIndex(Indexes.ascending("a"));

        refused(86, () -> plans.createIndex(Indexes.ascending("a"), new IndexOptions().unique(true)));
        refused(86, () -> plans.createIndex(Indexes.descending("a"), new IndexOptions().name("a_1")));
        refused(85, () -> plans.createIndex(Indexes.ascending("a"), new IndexOptions().name("other")));
        plans.createIndex(
                Indexes.ascending("a"), new IndexOptions().unique(true).name("unique"));
        assertThat(plans.listIndexes().map(index -> index.getString("name"))).containsExactly("_id_", "a_1", "unique");
    }

    @ParameterizedTest
    @CsvSource({"5, 4", "5, 5"})
    void boundsOfWhichTheFirstDoesNotComeBeforeTheSecond(int min, int max) {
        plans.insertMany(List.of(json("{_id: 4}"), json("{_id: 5}")));

        refused(51175, () -> plans.find()
                .min(new Document("_id", min))
                .max(new Document("_id", max))
                .hint(new Document("_id", 1))
                .first());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{$regularExpression: {pattern: 'a', options: ''}}; 2; 53",
                "[1]; 2; 53",
                "{$undefined: true}; 2; 53",
                "{$a: 1}; 52; 52",
                "{a: 1, $b: 1}; 52; 52",
                "{$ref: 'plans', $oid2: 1}; 52; 52"
            })
    void anIdThatIsNone(String id, int inserted, int upserted) {
        BsonValue value = bson("{v: " + id + "}").get("v");
        MongoCollection<BsonDocument> raw = database.getCollection("plans", BsonDocument.class);

        refused(inserted, () -> raw.insertOne(new BsonDocument("_id", value)));
        refused(
                upserted,
                () -> raw.replaceOne(
                        json("{n: 1}"), new BsonDocument("_id", value), new ReplaceOptions().upsert(true)));
        assertThat(raw.countDocuments()).isZero();
    }

    @Test
    void anIdMayBeAReference() {
        BsonDocument reference = bson("{_id: {$ref: 'plans', $id: 1, $db: 'strattio', more: {$a: 1}}, n: 1}");
        MongoCollection<BsonDocument> raw = database.getCollection("plans", BsonDocument.class);
        raw.insertOne(reference);

        assertThat(raw.find(new BsonDocument("_id", new BsonDocument("$eq", reference.get("_id"))))
                        .first())
                .isEqualTo(reference);
    }

    private static RawBsonDocument twice(String prefix, String field) {
        BasicOutputBuffer bytes = new BasicOutputBuffer();
        BsonBinaryWriter writer = new BsonBinaryWriter(bytes);
        writer.writeStartDocument();
        writer.writeString(prefix, "plans");
        writer.writeInt32(field, 1);
        writer.writeInt32(field, 2);
        writer.writeEndDocument();
        return new RawBsonDocument(bytes.toByteArray());
    }

    @Test
    void aFieldThatIsThereTwiceIsAnErrorAndTheConnectionStays() {
        refused(40413, () -> database.runCommand(twice("find", "limit")));
        refused(NOT_IMPLEMENTED, () -> database.getCollection("plans", RawBsonDocument.class)
                .insertOne(twice("_id", "n")));
        answers();
        assertThat(plans.countDocuments()).isZero();
    }

    @Test
    void codeWithScopeIsAnErrorAndTheConnectionStays() {
        MongoCollection<BsonDocument> raw = database.getCollection("plans", BsonDocument.class);
        BsonValue code = new BsonJavaScriptWithScope("f()", new BsonDocument());

        refused(NOT_IMPLEMENTED, () -> raw.insertOne(new BsonDocument("code", code)));
        answers();
        assertThat(raw.countDocuments()).isZero();
    }

    @Test
    void aCommandThatTheEngineStumblesOverIsAnErrorAndTheConnectionStays() {
        plans.insertOne(json("{_id: 1}"));
        for (String command : List.of(
                "{aggregate: 'plans', pipeline: [null], cursor: {}}",
                "{distinct: 'plans', key: null}",
                "{find: 'plans', filter: {a: {$in: null}}}",
                "{find: 'plans', filter: {$and: [1]}}",
                "{createIndexes: 'plans', indexes: [{key: {}, name: 'x'}]}",
                "{renameCollection: 'plans', to: 'other'}")) {
            assertThatThrownBy(() -> database.runCommand(json(command)))
                    .as(command)
                    .isInstanceOf(MongoCommandException.class);
        }
        answers();
    }
}
