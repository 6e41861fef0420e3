package io.crossfade.migration.backfill;

import static io.crossfade.migration.Column.bigint;
import static io.crossfade.migration.Column.bool;
import static io.crossfade.migration.Column.integer;
import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.reference;
import static io.crossfade.migration.Column.text;
import static io.crossfade.migration.Column.texts;
import static io.crossfade.migration.Column.timestamp;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.Quarantine;
import io.crossfade.migration.sync.SyncForTests;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever years of old code left in a collection: a copy brings over what can be a row, and sets each other document aside with
 * its own reason. What only bytes can show (a key twice, text that is no Unicode) is tried where bytes are.
 */
@Timeout(120)
class DirtyDataTest {

    private static final UnitMapping THINGS = UnitMapping.of("things")
            .column(reference("owner_id", "owners").inField("owner"))
            .column(text("name", 10).asRequired())
            .column(text("kind", 0).oneOf("a", "b"))
            .column(text("code", 0))
            .column(timestamp("at"))
            .column(integer("count").between(0, 100))
            .column(bigint("total"))
            .column(bool("active"))
            .column(texts("tags"))
            .column(json("data"))
            .unique("code")
            .build();
    private static final byte[] KEY = new byte[32];

    private final Map<String, String> expected = new TreeMap<>();
    private final List<String> fine = new ArrayList<>();
    private TwoStores stores;
    private Quarantine quarantine;
    private KeySync sync;
    private UnitBackfill backfill;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.sql("CREATE TABLE things (id UUID PRIMARY KEY, owner_id UUID REFERENCES owners DEFERRABLE,"
                + " name VARCHAR(10) NOT NULL, kind TEXT CHECK (kind IN ('a', 'b')), code TEXT UNIQUE DEFERRABLE,"
                + " at TIMESTAMPTZ(3), count INT CHECK (count BETWEEN 0 AND 100), total BIGINT, active BOOLEAN,"
                + " tags TEXT[], data JSONB, unmapped JSONB)");
        Units units = new Units(List.of(TwoStores.OWNERS, THINGS));
        UnitStates states = new UnitStates(units, stores.fence, Set.of());
        stores.phase("backfill");
        states.refresh();
        quarantine = SyncForTests.quarantine(stores.target, KEY);
        sync = SyncForTests.keySync(units, stores.target, stores.fence, stores.source, stores.reads, quarantine);
        BackfillForTests setting = new BackfillForTests(stores, new SimpleMeterRegistry());
        setting.units = units;
        setting.states = states;
        setting.sync = sync::sync;
        backfill = setting.observed(Step.Observer.NONE);
        copy(TwoStores.OWNERS);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void eachRefusalHasItsReasonAndEverythingElseIsCopied() throws Exception {
        dirt();
        cleanButOdd();

        copy(THINGS);

        Map<String, String> reasons = new TreeMap<>();
        for (Quarantine.Entry entry : quarantine.list("things", null, 1_000)) {
            reasons.put(entry.key(), entry.reason() + " " + entry.column());
        }
        assertThat(reasons).isEqualTo(expected);
        assertThat(stores.query("SELECT count(*) FROM things")).containsExactly(Integer.toString(fine.size()));
        assertThat(quarantine.countByReason("things").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(expected.size());
        for (String key : expected.keySet()) {
            BsonDocument original =
                    things().find(Filters.eq("_id", Ids.bson(key))).first();
            assertThat(quarantine.document("things", key)).contains(original);
        }
        assertThat(stores.query("SELECT encode(document, 'escape') FROM crossfade.quarantine"))
                .noneMatch(text -> text.contains("longer than ten"));
    }

    @Test
    void twoDocumentsThatClaimOneValueAreBothNamedOrOneIsCopied() throws Exception {
        for (int i = 0; i < 2; i++) {
            things().insertOne(thing().append("code", new BsonString("same")));
        }
        copy(THINGS);
        assertThat(stores.query("SELECT reason FROM crossfade.quarantine"))
                .isNotEmpty()
                .containsOnly("duplicate");
        assertThat(stores.query("SELECT id FROM things").size()
                        + stores.query("SELECT key FROM crossfade.quarantine").size())
                .isEqualTo(2);
    }

    @Test
    void leavesByItselfWhenTheDocumentIsCorrected() throws Exception {
        BsonDocument wrong = thing().append("kind", new BsonString("c"));
        things().insertOne(wrong);
        copy(THINGS);
        String key = Ids.text(wrong.get("_id"));
        assertThat(quarantine.count("things")).isEqualTo(1);

        things().replaceOne(Filters.eq("_id", wrong.get("_id")), wrong.clone().append("kind", new BsonString("a")));
        sync.sync("things", List.of(key));

        assertThat(quarantine.count("things")).isZero();
        assertThat(stores.query("SELECT kind FROM things")).containsExactly("a");
    }

    private void dirt() {
        refused("nul-character name", "name", new BsonString("a\0b"));
        refused("nul-character data", "data", new BsonDocument("a", new BsonString("\0")));
        refused("nul-character tags", "tags", new BsonArray(List.of(new BsonString("\0"))));
        refused("nul-character unmapped", "stray", new BsonString("\0"));
        refused("too-long name", "name", new BsonString("longer than ten"));
        refused("not-allowed kind", "kind", new BsonString("A"));
        refused("required name", "name", BsonNull.VALUE);
        refused("wrong-type name", "name", new BsonInt32(1));
        refused("wrong-type active", "active", new BsonString("true"));
        refused("wrong-type at", "at", new BsonString("2020-01-01"));
        refused("wrong-type owner_id", "owner", new BsonString("x"));
        refused("wrong-type tags", "tags", new BsonString("x"));
        refused("element-type tags", "tags", new BsonArray(List.of(new BsonString("x"), new BsonInt32(1))));
        refused("date-out-of-range at", "at", new BsonDateTime(Long.MAX_VALUE));
        refused("date-out-of-range at", "at", new BsonDateTime(Long.MIN_VALUE));
        refused("not-integral count", "count", new BsonDouble(1.5));
        refused("not-integral count", "count", new BsonDouble(Double.NaN));
        refused("not-integral total", "total", new BsonDouble(Double.POSITIVE_INFINITY));
        refused("not-integral total", "total", new BsonDecimal128(Decimal128.NaN));
        refused("not-integral total", "total", new BsonDecimal128(Decimal128.parse("1E-6176")));
        refused("out-of-range total", "total", new BsonDouble(1e300));
        refused("out-of-range total", "total", new BsonDecimal128(Decimal128.parse("9E+6144")));
        refused("out-of-range count", "count", new BsonInt32(101));
        refused("out-of-range count", "count", new BsonInt64(1L << 40));
        refused("ambiguous-json data", "data", new BsonDocument("$date", new BsonInt32(1)));
        refused("ambiguous-json data", "data", new BsonDocument("a", new BsonDocument("$oid", new BsonString("x"))));
        refused("orphan owner_id", "owner", new BsonObjectId(new ObjectId()));
        refusedId("id-type id", new BsonString("text"));
        refusedId("id-type id", new BsonInt32(7));
        refusedId("id-type id", new BsonInt64(1L << 40));
        refusedId("id-type id", new BsonDouble(-2.5));
        refusedId("id-type id", new BsonDecimal128(Decimal128.parse("1.5")));
        refusedId("id-type id", BsonBoolean.TRUE);
        refusedId("id-type id", new BsonDateTime(1));
        refusedId("id-type id", new BsonTimestamp(1, 1));
        refusedId("id-type id", new BsonDocument("a", new BsonInt32(1)));
        refusedId("id-type id", new BsonBinary(new byte[] {1, 2, 3}));
        refusedId("id-embedded-mark id", new BsonBinary(UUID.fromString("65a0f1c2-aabb-8ccd-8dee-ff0010000000")));
    }

    private void cleanButOdd() {
        accepted("data", nested(100));
        accepted("data", new BsonDouble(Double.NaN));
        accepted("data", new BsonDouble(Double.NEGATIVE_INFINITY));
        accepted("data", new BsonDecimal128(Decimal128.parse("9.999999999999999999999999999999999E+6144")));
        accepted("data", new BsonDecimal128(Decimal128.parse("-1E-6176")));
        accepted("data", new BsonDateTime(Long.MIN_VALUE));
        accepted("data", new BsonDocument("$set", new BsonString("x")));
        accepted("total", new BsonDouble(9.0e15));
        accepted("total", new BsonInt64(Long.MIN_VALUE));
        accepted("tags", new BsonArray());
        accepted("name", new BsonString("😀".repeat(10)));
        accepted("at", new BsonDateTime(-210_866_803_200_000L));
        accepted("stray", new BsonDocument("kept", new BsonBinary(new byte[] {1})));
        BsonDocument uuid =
                new BsonDocument("_id", new BsonBinary(UUID.randomUUID())).append("name", new BsonString("u"));
        things().insertOne(uuid);
        fine.add("uuid");
    }

    private static BsonValue nested(int levels) {
        BsonValue value = new BsonInt32(1);
        for (int i = 2; i < levels; i++) {
            value = new BsonDocument("d", value);
        }
        return value;
    }

    private void refused(String reason, String field, BsonValue value) {
        BsonDocument document = thing();
        document.put(field, value);
        things().insertOne(document);
        expected.put(Ids.text(document.get("_id")), reason);
    }

    private void refusedId(String reason, BsonValue id) {
        things().insertOne(new BsonDocument("_id", id).append("name", new BsonString("n")));
        expected.put(Ids.text(id), reason);
    }

    private void accepted(String field, BsonValue value) {
        BsonDocument document = thing();
        document.put(field, value);
        things().insertOne(document);
        fine.add(field);
    }

    private static BsonDocument thing() {
        return new BsonDocument("_id", new BsonObjectId(new ObjectId())).append("name", new BsonString("n"));
    }

    private MongoCollection<BsonDocument> things() {
        return stores.documents(THINGS);
    }

    private void copy(UnitMapping unit) throws Exception {
        Runs runs = new Runs(stores.target);
        assertThat(runs.begin(unit.name(), new ChunkSize(10, 1 << 20), List.of()))
                .isTrue();
        while (backfill.step(unit)) {
            assertThat(runs.find(unit.name())).isPresent();
        }
        assertThat(runs.find(unit.name()).orElseThrow().state()).isEqualTo(BackfillState.COMPLETE);
    }
}
