package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.ITEMS;
import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.item;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.mapping.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a copy makes of documents and of the rows that are there. */
@Timeout(120)
class BackfillTest extends BackfillFixture {

    @Test
    void findsIdsOfEveryType() throws Exception {
        List<BsonValue> mappable = new ArrayList<>();
        List<BsonValue> others = List.of(
                new BsonInt32(5),
                new BsonDouble(-2.5),
                new BsonString("text"),
                new BsonDocument("a", new BsonInt32(1)),
                new BsonBinary((byte) 0, new byte[] {1, 2}));
        for (int i = 0; i < 9; i++) {
            mappable.add(objectId());
            mappable.add(new BsonBinary(UUID.randomUUID()));
        }
        mappable.forEach(this::insertOwner);
        others.forEach(this::insertOwner);

        complete(OWNERS);

        assertThat(stores.query("SELECT id FROM owners")).hasSize(mappable.size());
        assertThat(stores.query("SELECT key FROM crossfade.quarantine"))
                .containsExactlyInAnyOrderElementsOf(
                        others.stream().map(Ids::text).toList());
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void makesStaleRowsOfAnEarlierPeriodEqual() throws Exception {
        List<BsonValue> ids = owners(10);
        stores.sql(
                "INSERT INTO owners (id, name) SELECT gen_random_uuid(), 'stale ' || n FROM generate_series(1, 10) n");
        stores.sql("INSERT INTO owners (id, name) VALUES ('" + Ids.uuid(ids.get(3)) + "', 'older name'), ('"
                + Ids.uuid(objectId()) + "', 'deleted since')");

        complete(OWNERS);

        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT name FROM owners WHERE name LIKE 'stale%'"))
                .isEmpty();
    }

    /** PostgreSQL holds 1 and 1.0 to be equal, which are an int and a double. */
    @Test
    void makesANumberOfAnotherTypeEqual() throws Exception {
        BsonValue id = objectId();
        stores.documents(OWNERS)
                .insertOne(owner(id, "name").append("settings", new BsonDocument("n", new BsonDouble(1))));
        stores.sql("INSERT INTO owners (id, name, settings) VALUES ('" + Ids.uuid(id) + "', 'name', '{\"n\": 1}')");

        complete(OWNERS);

        assertThat(stores.query("SELECT settings ->> 'n' FROM owners")).containsExactly("1.0");
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void emptiesTheTableOfAnEmptyCollection() throws Exception {
        stores.sql("INSERT INTO owners (id, name) VALUES (gen_random_uuid(), 'stale')");
        complete(OWNERS);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void leavesOutWhatTheTableWouldRefuseAndNamesTheReason() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS);
        BsonValue orphan = objectId();
        BsonValue one = objectId();
        BsonValue other = objectId();
        BsonValue tooLong = objectId();
        stores.documents(ITEMS)
                .insertMany(List.of(
                        item(objectId(), owner, "fine", 1),
                        item(orphan, objectId(), "orphan", 1),
                        item(one, owner, "same", 1),
                        item(other, owner, "same", 2),
                        item(tooLong, owner, "x".repeat(41), 2)));

        complete(ITEMS);

        assertThat(stores.query("SELECT code FROM items")).contains("fine").doesNotContain("orphan");
        assertThat(stores.query("SELECT key || ' ' || reason FROM crossfade.quarantine WHERE unit = 'items'"))
                .anyMatch(entry -> entry.startsWith(Ids.text(orphan) + " orphan"))
                .anyMatch(entry -> entry.startsWith(Ids.text(tooLong)))
                .anyMatch(entry -> entry.startsWith(Ids.text(one)) || entry.startsWith(Ids.text(other)));
        assertThat(stores.differences(ITEMS)).isEmpty();
    }

    @Test
    void repairsAParentThatIsMissingInTheTarget() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS);
        stores.sql("DELETE FROM owners");
        stores.documents(ITEMS).insertOne(item(objectId(), owner, "a", 1));
        complete(ITEMS);
        assertThat(stores.differences(ITEMS)).isEmpty();
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void valuesThatChangedPlacesSinceAnEarlierPeriodAreSetRight() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS);
        BsonValue a = objectId();
        BsonValue b = objectId();
        stores.documents(ITEMS).insertMany(List.of(item(a, owner, "one", 1), item(b, owner, "two", 2)));
        complete(ITEMS);
        stores.documents(ITEMS).deleteMany(new BsonDocument());
        stores.documents(ITEMS).insertMany(List.of(item(a, owner, "two", 1), item(b, owner, "one", 2)));
        complete(ITEMS);
        assertThat(stores.differences(ITEMS)).isEmpty();
    }

    @Test
    void removesStaleRowsThatNobodyReferences() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS);
        stores.documents(ITEMS).insertOne(item(objectId(), owner, "a", 1));
        stores.sql("INSERT INTO items (id, owner_id, code) SELECT gen_random_uuid(), '" + Ids.uuid(owner)
                + "', 'stale ' || n FROM generate_series(1, 10) n");
        complete(ITEMS);
        assertThat(stores.query("SELECT code FROM items")).containsExactly("a");
        assertThat(stores.query("SELECT sum(by_key) FROM crossfade.backfill_chunk WHERE unit = 'items'"))
                .containsExactly("0");
    }

    @Test
    void looksBeforeItBeginsAndKeepsWhatItSaw() throws Exception {
        owners(30);
        insertOwner(new BsonString("odd"));
        stores.documents(OWNERS).insertOne(owner(objectId(), "x".repeat(41)));
        complete(OWNERS);
        UnitBackfill work = backfill(Step.Observer.NONE);
        Preflight seen = facade(work, new BackfillWorkers(stores.units, stores.states, work, 0))
                .status("owners")
                .preflight();
        assertThat(seen)
                .isNotNull()
                .returns(32L, Preflight::documents)
                .returns(List.of("string", "binary", "objectId"), Preflight::idTypes)
                .returns(1L, Preflight::textIds)
                .returns(32, Preflight::sampled)
                .returns(Map.of("id-type id", 1, "too-long name", 1), Preflight::refusals)
                .returns(null, Preflight::refused);
        assertThat(seen.bytes()).isGreaterThan(32 * 30);
        assertThat(seen.targetBytes()).isGreaterThan(30 * 20);
    }

    @Test
    void isNotBegunWithoutRoomUnlessItIsResumed() throws Exception {
        owners(30);
        setting.freeBytes = 100L;
        UnitBackfill work = backfill(Step.Observer.NONE);
        Backfill backfill = facade(work, new BackfillWorkers(stores.units, stores.states, work, 0));
        backfill.start("owners");
        assertThat(work.step(OWNERS)).isFalse();
        assertThat(backfill.status("owners"))
                .returns(BackfillState.PAUSED, BackfillStatus::state)
                .satisfies(status -> assertThat(status.preflight().refused()).contains("100 are free"));
        assertThat(stores.query("SELECT id FROM owners")).isEmpty();
        backfill.resume("owners", true);
        finish(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void aPlanThatWasCutOffIsMadeAnew() throws Exception {
        owners(30);
        stores.sql("INSERT INTO crossfade.backfill (unit, state, chunk_size) VALUES ('owners', 'running', 4)");
        stores.sql("INSERT INTO crossfade.backfill_chunk (unit, number, state) VALUES ('owners', 1, 'done'),"
                + " ('owners', 99, 'done')");
        finish(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT count(*) FROM crossfade.backfill_chunk"))
                .containsExactly("8");
    }

    @Test
    void copiesNothingUnlessTouchedKeysAreRecorded() throws Exception {
        owners(3);
        stores.sql("UPDATE crossfade.unit SET recording = false");
        UnitBackfill backfill = backfill(Step.Observer.NONE);
        start(OWNERS);
        backfill.step(OWNERS);
        assertThat(backfill.step(OWNERS)).isFalse();
        assertThat(backfill.waiting("owners")).contains("record");
        assertThat(stores.query("SELECT id FROM owners")).isEmpty();
    }

    @Test
    void childrenWaitForTheirParents() throws Exception {
        BsonValue owner = owners(1).getFirst();
        stores.documents(ITEMS).insertOne(item(objectId(), owner, "a", 1));
        UnitBackfill work = backfill(Step.Observer.NONE);
        start(ITEMS);
        start(OWNERS);
        assertThat(work.step(ITEMS)).isFalse();
        assertThat(work.waiting("items")).isEqualTo("waiting for owners");
        finish(OWNERS, Step.Observer.NONE);
        finish(ITEMS, Step.Observer.NONE);
        assertThat(stores.differences(ITEMS)).isEmpty();
    }
}
