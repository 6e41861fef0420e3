package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored data is data: it is never evaluated, and never compared with what is of another type. */
class StoredAsItIsTest extends EmbeddedMongoSuite {

    /** One value of each kind that a range can be asked for, with a greater one of the same kind. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("1", "2.5"),
            Map.entry("'a'", "'b'"),
            Map.entry("{a: 1}", "{a: 2}"),
            Map.entry("[{$code: 'a'}]", "[{$code: 'b'}]"),
            Map.entry("false", "true"),
            Map.entry("{$date: '2020-01-01T00:00:00Z'}", "{$date: '2021-01-01T00:00:00Z'}"),
            Map.entry("{$oid: '000000000000000000000001'}", "{$oid: '000000000000000000000002'}"),
            Map.entry("{$timestamp: {t: 1, i: 1}}", "{$timestamp: {t: 2, i: 1}}"),
            Map.entry("{$binary: {base64: 'AQ==', subType: '00'}}", "{$binary: {base64: 'Ag==', subType: '00'}}"));

    private MongoCollection<BsonDocument> mixed() {
        MongoCollection<BsonDocument> mixed = database.getCollection("mixed", BsonDocument.class);
        VALUES.forEach((low, high) -> {
            mixed.insertOne(bson("{v: " + low + "}"));
            mixed.insertOne(bson("{v: " + high + "}"));
        });
        mixed.insertOne(bson("{v: null}"));
        return mixed;
    }

    private static List<BsonValue> values(Iterable<BsonDocument> found) {
        List<BsonValue> values = new ArrayList<>();
        found.forEach(document -> values.add(document.get("v")));
        return values;
    }

    @Test
    void aRangeSeesItsOwnTypeOnlyWhereverItStands() {
        MongoCollection<BsonDocument> mixed = mixed();
        VALUES.forEach((low, high) -> {
            BsonValue operand = bson("{v: " + low + "}").get("v");
            BsonValue greater = bson("{v: " + high + "}").get("v");
            Bson above = Filters.gt("v", operand);
            assertThat(values(mixed.find(above))).as("above %s", low).containsExactly(greater);
            assertThat(values(mixed.find(Filters.or(above, Filters.eq("v", "none")))))
                    .as("or above %s", low)
                    .containsExactly(greater);
            assertThat(values(mixed.find(Filters.and(above, Filters.lte("v", greater)))))
                    .as("and above %s", low)
                    .containsExactly(greater);
            assertThat(values(mixed.find(Filters.not(above))))
                    .as("not above %s", low)
                    .hasSize(2 * VALUES.size())
                    .doesNotContain(greater);
            assertThat(values(mixed.find(Filters.nor(above)))).hasSize(2 * VALUES.size());
            assertThat(values(mixed.aggregate(
                            List.of(Aggregates.project(Projections.computed("v", "$v")), Aggregates.match(above)))))
                    .as("further down a pipeline, above %s", low)
                    .containsExactly(greater);
        });
    }

    @Test
    void anElementIsComparedWithinItsTypeToo() {
        plans.insertMany(List.of(
                json("{_id: 1, list: ['b', 1]}"),
                json("{_id: 2, list: [{n: 'b'}, {n: 1}]}"),
                json("{_id: 3, list: [true]}")));

        assertThat(plans.find(json("{list: {$elemMatch: {$gt: 'a'}}}")))
                .containsExactly(json("{_id: 1, list: ['b', 1]}"));
        assertThat(plans.countDocuments(json("{list: {$elemMatch: {$gt: 0, $lt: 2}}}")))
                .isEqualTo(1);
        assertThat(plans.countDocuments(json("{list: {$elemMatch: {n: {$gt: 'a'}}}}")))
                .isEqualTo(1);
        assertThat(plans.countDocuments(json("{list: {$elemMatch: {n: {$gt: false}}}}")))
                .isZero();
    }

    @Test
    void everythingLiesBetweenTheKeysAtBothEnds() {
        MongoCollection<BsonDocument> mixed = mixed();
        int all = 2 * VALUES.size() + 1;

        assertThat(values(mixed.find(Filters.gt("v", new BsonMinKey())))).hasSize(all);
        assertThat(values(mixed.find(Filters.lt("v", new BsonMaxKey())))).hasSize(all);
        assertThat(values(mixed.find(Filters.lt("v", new BsonMinKey())))).isEmpty();
        assertThat(values(mixed.find(Filters.gte("v", new BsonNull())))).containsExactly(new BsonNull());
        assertThat(values(mixed.find(Filters.gt("v", new BsonNull())))).isEmpty();
    }

    @Test
    void undefinedComesBackAsItWas() {
        MongoCollection<BsonDocument> raw = database.getCollection("plans", BsonDocument.class);
        BsonDocument document = bson("{_id: 1}").append("a", new BsonUndefined());
        raw.insertOne(document);

        assertThat(raw.find().first()).isEqualTo(document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{$ref: 'plans', $id: 1}",
                "{a: {$literal: 5}}",
                "{a: {$literal: 5, b: 1}}",
                "{a: '$operationType'}",
                "{a: {$nothing: 1}}"
            })
    void aKeyInAChangeStreamIsTheKey(String id) {
        Bson asTheFeedAsks = Aggregates.project(Projections.fields(
                Projections.include("operationType", "ns"), Projections.computed("fullDocument", "$documentKey")));
        BsonDocument document = bson("{_id: " + id + "}");
        for (Bson stage : List.of(
                asTheFeedAsks,
                json("{$addFields: {fullDocument: '$documentKey'}}"),
                json("{$set: {fullDocument: {$ifNull: ['$documentKey', 1]}}}"))) {
            try (MongoCursor<BsonDocument> stream = raw(plans.watch(List.of(stage)))) {
                database.getCollection("plans", BsonDocument.class).insertOne(document);
                assertThat(eventsOf(stream)).singleElement().satisfies(event -> assertThat(event.get("fullDocument"))
                        .isEqualTo(document));
            }
            plans.drop();
        }
    }

    @Test
    void storedDocumentsAreNotEvaluatedByOtherStages() {
        MongoCollection<BsonDocument> raw = database.getCollection("plans", BsonDocument.class);
        BsonDocument value = bson("{a: {$literal: 5}}");
        raw.insertOne(bson("{_id: 1}").append("v", value));

        assertThat(raw.aggregate(List.of(json("{$replaceRoot: {newRoot: '$v'}}"))))
                .containsExactly(value);
        assertThat(raw.aggregate(List.of(json("{$replaceWith: {_id: 1, w: {x: '$v'}}}"))))
                .containsExactly(bson("{_id: 1, w: {x: {a: {$literal: 5}}}}"));
        assertThat(raw.aggregate(
                        List.of(json("{$project: {w: {x: '$v', none: '$none'}, size: {$bsonSize: '$$ROOT'}}}"))))
                .containsExactly(bson("{_id: 1, w: {x: {a: {$literal: 5}}}, size: 44}"));
        assertThatThrownBy(() ->
                        raw.aggregate(List.of(json("{$group: {_id: '$v'}}"))).first())
                .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getCode())
                        .isEqualTo(238));
        assertThat(raw.aggregate(List.of(json("{$group: {_id: '$_id', n: {$sum: 1}}}"))))
                .containsExactly(bson("{_id: 1, n: 1}"));
    }

    @Test
    void computedFieldsAreWhatTheyWere() {
        plans.insertOne(json("{_id: 1, a: 2, list: [1, 2], s: {t: 'x'}}"));

        assertThat(plans.aggregate(List.of(json("""
                        {$project: {_id: 0, twice: {$multiply: ['$a', 2]}, first: {$arrayElemAt: ['$list', 0]},
                         none: '$nothing', list: ['$a', '$nothing'], literal: {$literal: '$a'}, 's.t': 1,
                         text: {$cond: [{$gt: ['$a', 1]}, '$s.t', 'no']}}}""")))).containsExactly(json("""
                        {twice: 4, first: 1, list: [2, null], literal: '$a', s: {t: 'x'}, text: 'x'}"""));
        assertThat(plans.aggregate(
                        List.of(json("{$addFields: {'s.u': '$a', list: '$$REMOVE'}}"), json("{$unset: 'a'}"))))
                .containsExactly(json("{_id: 1, s: {t: 'x', u: 2}}"));
        assertThat(plans.find().first()).isEqualTo(json("{_id: 1, a: 2, list: [1, 2], s: {t: 'x'}}"));
    }
}
