package io.crossfade.embedded.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexBoundsTest extends EmbeddedMongoSuite {

    /** In the order that MongoDB documents. */
    private static final List<BsonValue> IN_ORDER = BsonDocument.parse("""
            {v: [
              {$minKey: 1}, null,
              {$numberDouble: 'NaN'}, {$numberDouble: '-Infinity'}, -5, {$numberDouble: '0.5'}, 1,
              {$numberDecimal: '1.5'}, {$numberLong: '9007199254740992'}, {$numberLong: '9007199254740993'},
              {$numberDouble: 'Infinity'},
              '', 'B', 'a', 'ı', '\\uFFFD', '😀',
              {}, {a: 1}, {a: 1, b: 1}, {b: 0}, {a: 'x'},
              {$binary: {base64: '', subType: '00'}},
              {$binary: {base64: '/w==', subType: '00'}}, {$binary: {base64: 'AQ==', subType: '80'}},
              {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAAAA==', subType: '00'}},
              {$binary: {base64: 'fwAAAAAAAAAAAAAAAAAAAA==', subType: '04'}},
              {$binary: {base64: 'gAAAAAAAAAAAAAAAAAAAAA==', subType: '04'}},
              {$oid: '000000000000000000000001'}, {$oid: 'ff0000000000000000000000'},
              false, true,
              {$date: '1960-01-01T00:00:00Z'}, {$date: '2024-01-01T00:00:00.001Z'},
              {$timestamp: {t: 1, i: 1}}, {$timestamp: {t: 4000000000, i: 0}},
              {$maxKey: 1}
            ]}""").getArray("v");

    private MongoCollection<BsonDocument> mixed;

    @BeforeEach
    void insertInAnyOrder() {
        mixed = database.getCollection("mixed", BsonDocument.class);
        List<BsonValue> shuffled = new ArrayList<>(IN_ORDER);
        Collections.shuffle(shuffled, new Random(7));
        mixed.insertMany(shuffled.stream()
                .map(id -> new BsonDocument("_id", id).append("v", id))
                .toList());
    }

    private static List<BsonValue> ids(FindIterable<BsonDocument> found) {
        return found.map(document -> document.get("_id")).into(new ArrayList<>());
    }

    private FindIterable<BsonDocument> between(BsonValue min, BsonValue max) {
        return mixed.find()
                .min(new Document("_id", min))
                .max(new Document("_id", max))
                .hint(new Document("_id", 1))
                .projection(Projections.include("_id"));
    }

    @Test
    void sortsByIdAcrossAllTypes() {
        assertThat(ids(mixed.find().sort(Sorts.ascending("_id")))).isEqualTo(IN_ORDER);
        assertThat(ids(mixed.find().sort(Sorts.descending("_id")))).isEqualTo(IN_ORDER.reversed());
        assertThat(ids(mixed.find().sort(Sorts.ascending("v")))).isEqualTo(IN_ORDER);
        assertThat(ids(mixed.find().sort(Sorts.ascending("_id")).skip(3).limit(4)))
                .isEqualTo(IN_ORDER.subList(3, 7));
    }

    @Test
    void boundsAreInclusiveBelowExclusiveAboveAndKnowNoTypes() {
        for (int from = 0; from < IN_ORDER.size(); from++) {
            for (int to = from + 1; to < IN_ORDER.size(); to++) {
                assertThat(ids(between(IN_ORDER.get(from), IN_ORDER.get(to)))).isEqualTo(IN_ORDER.subList(from, to));
            }
        }
        assertThat(ids(between(new BsonMinKey(), new BsonMaxKey())))
                .isEqualTo(IN_ORDER.subList(0, IN_ORDER.size() - 1));
        assertThat(ids(between(new BsonString("B"), new BsonObjectId()).limit(3)))
                .hasSize(3);
        assertThat(ids(mixed.find()
                        .min(new Document("_id", new BsonString("B")))
                        .hint(new Document("_id", 1))))
                .isEqualTo(IN_ORDER.subList(IN_ORDER.indexOf(new BsonString("B")), IN_ORDER.size()));
    }

    @Test
    void boundsNeedTheHintOfAnIndexThatFits() {
        assertThatThrownBy(() -> mixed.find().min(new Document("_id", 1)).first())
                .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                        .isEqualTo(51173));
        assertThatThrownBy(() -> mixed.find()
                        .min(new Document("v", 1))
                        .hint(new Document("_id", 1))
                        .first())
                .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                        .isEqualTo(51174));
        assertThatThrownBy(() -> mixed.find().hint(new Document("v", 1)).first())
                .isInstanceOfSatisfying(MongoCommandException.class, failure -> assertThat(failure.getErrorCode())
                        .isEqualTo(2));
    }

    @Test
    void aRangeInAFilterSeesOneTypeOnly() {
        for (BsonValue value : IN_ORDER) {
            if (value.isNull() || value instanceof BsonMinKey || value instanceof BsonMaxKey || isNaN(value)) {
                continue;
            }
            List<BsonValue> above = IN_ORDER.stream()
                    .filter(each -> sameKind(each, value) && !isNaN(each))
                    .filter(each -> IN_ORDER.indexOf(each) > IN_ORDER.indexOf(value))
                    .toList();
            assertThat(ids(mixed.find(Filters.gt("_id", value)).sort(Sorts.ascending("_id"))))
                    .as("_id above %s", value)
                    .isEqualTo(above);
            assertThat(ids(mixed.find(Filters.gt("v", value)).sort(Sorts.ascending("_id"))))
                    .as("v above %s", value)
                    .isEqualTo(above);
        }
    }

    private static boolean isNaN(BsonValue value) {
        return value.isDouble() && Double.isNaN(value.asDouble().getValue());
    }

    private static boolean sameKind(BsonValue a, BsonValue b) {
        return a.getBsonType() == b.getBsonType()
                || (a.isNumber() || a.isDecimal128()) && (b.isNumber() || b.isDecimal128());
    }

    @Test
    void everyTypeIsFoundByItsIdAndComesBackAsItWas() {
        for (BsonValue value : IN_ORDER) {
            assertThat(mixed.find(new Document("_id", new Document("$eq", value)))
                            .first())
                    .isEqualTo(new BsonDocument("_id", value).append("v", value));
        }
    }

    @Test
    void indexesAndScansFindTheSame() {
        Random random = new Random(11);
        List<Document> documents = IntStream.range(0, 500)
                .mapToObj(i -> new Document("_id", i)
                        .append("a", random.nextInt(5))
                        .append("b", random.nextInt(5) == 0 ? null : random.nextInt(20))
                        .append("tags", List.of(random.nextInt(4), random.nextInt(4))))
                .toList();
        MongoCollection<Document> scanned = database.getCollection("scanned");
        MongoCollection<Document> indexed = database.getCollection("indexed");
        indexed.createIndex(Indexes.compoundIndex(Indexes.ascending("a"), Indexes.descending("b")));
        indexed.createIndex(Indexes.ascending("b"), new IndexOptions().sparse(true));
        indexed.createIndex(Indexes.ascending("tags", "b"));
        scanned.insertMany(documents);
        indexed.insertMany(documents);
        indexed.updateMany(Filters.eq("a", 1), json("{$inc: {b: 3}}"));
        scanned.updateMany(Filters.eq("a", 1), json("{$inc: {b: 3}}"));
        indexed.deleteMany(Filters.eq("b", 7));
        scanned.deleteMany(Filters.eq("b", 7));

        for (String filter : List.of(
                "{a: 2}",
                "{a: 2, b: {$gte: 3, $lt: 9}}",
                "{a: {$in: [0, 3]}, b: 4}",
                "{b: null}",
                "{tags: 3}",
                "{tags: {$gt: 1, $lt: 3}}",
                "{b: {$gt: 5}}",
                "{$and: [{a: 1}, {b: {$ne: 6}}]}",
                "{a: {$gte: 1}}",
                "{_id: {$gt: 100, $lte: 140}}",
                "{_id: {$in: [5, 3, 900]}}",
                "{a: 9}")) {
            for (String sort : List.of("{a: 1, b: -1, _id: 1}", "{_id: -1}", "{b: 1, _id: 1}", "{tags: -1, _id: 1}")) {
                assertThat(indexed.find(json(filter)).sort(json(sort)).limit(40).into(new ArrayList<>()))
                        .as("%s sorted by %s", filter, sort)
                        .isEqualTo(scanned.find(json(filter))
                                .sort(json(sort))
                                .limit(40)
                                .into(new ArrayList<>()));
            }
        }
        for (String sort : List.of("{a: 1, b: -1}", "{a: -1, b: 1}")) {
            assertThat(indexed.find(json("{a: 2}"))
                            .sort(json(sort))
                            .map(each -> each.get("b"))
                            .into(new ArrayList<>()))
                    .isEqualTo(scanned.find(json("{a: 2}"))
                            .sort(json(sort))
                            .map(each -> each.get("b"))
                            .into(new ArrayList<>()));
        }
    }
}
