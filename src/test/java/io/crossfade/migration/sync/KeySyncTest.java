package io.crossfade.migration.sync;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static io.crossfade.testing.EngineForTests.PETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.FenceState;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sync by key in both directions, on real stores. */
class KeySyncTest {

    private static EngineForTests engine;

    private KeySync sync;

    @BeforeAll
    static void start() {
        // The followers idle, so that only what a test asks for is synced.
        engine = EngineForTests.start("crossfade.feed.poll-interval=1h", "crossfade.feed.redrive-interval=1h");
        engine.keepOut("outbox", "feed:owners", "feed:pets");
        engine.collection(OWNERS).createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
        engine.collection(PETS).createIndex(Indexes.ascending("ownerId", "place"), new IndexOptions().unique(true));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void empty() {
        sync = engine.bean(KeySync.class);
        for (String unit : List.of(OWNERS, PETS)) {
            engine.flip(unit, row -> row);
            stand(unit, Phase.DUAL_WRITE);
            engine.collection(unit).deleteMany(new BsonDocument());
        }
        engine.execute("TRUNCATE owners, pets, crossfade.outbox, crossfade.quarantine, crossfade.touched");
    }

    /** Without the followers, for the change stream would sync what a test wants to sync itself. */
    private static void stand(String unit, Phase phase) {
        engine.flip(
                unit,
                row -> new io.crossfade.migration.control.FenceRow(
                        unit,
                        row.number(),
                        row.epoch(),
                        phase.isBefore(Phase.TARGET) ? FenceState.CLOSED : FenceState.OPEN,
                        false,
                        true,
                        phase,
                        0,
                        row.changedAt(),
                        "test",
                        "test",
                        null,
                        false));
    }

    private static BsonDocument owner(ObjectId id, String email) {
        return new BsonDocument("_id", new BsonObjectId(id)).append("email", new BsonString(email));
    }

    private static BsonDocument pet(ObjectId id, ObjectId owner, int place) {
        return new BsonDocument("_id", new BsonObjectId(id))
                .append("ownerId", new BsonObjectId(owner))
                .append("place", new BsonInt32(place));
    }

    private static String row(ObjectId id) {
        return Ids.text(uuid(id)).isEmpty() ? "" : uuid(id).toString();
    }

    private static java.util.UUID uuid(ObjectId id) {
        try {
            return Ids.uuid(id.toHexString());
        } catch (io.crossfade.migration.mapping.RefusedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void bringsADocumentToTheTableAndTakesItAwayAgain() {
        ObjectId id = new ObjectId();
        engine.collection(OWNERS).insertOne(owner(id, "a@x.example").append("legacy", new BsonInt32(7)));

        assertThat(sync.sync(OWNERS, List.of(id.toHexString())).complete()).isTrue();
        assertThat(engine.query("SELECT email || ' ' || (unmapped ->> 'legacy') FROM owners"))
                .containsExactly("a@x.example 7");
        assertThat(engine.query("SELECT key FROM crossfade.outbox"))
                .as("what a sync writes is no change of its own")
                .isEmpty();

        engine.collection(OWNERS).deleteOne(Filters.eq("_id", id));
        sync.sync(OWNERS, List.of(id.toHexString()));
        assertThat(engine.query("SELECT id FROM owners")).isEmpty();
    }

    @Test
    void syncsAMissingParentFirst() {
        ObjectId owner = new ObjectId();
        ObjectId pet = new ObjectId();
        engine.collection(OWNERS).insertOne(owner(owner, "p@x.example"));
        engine.collection(PETS).insertOne(pet(pet, owner, 1));

        assertThat(sync.sync(PETS, List.of(pet.toHexString())).complete()).isTrue();
        assertThat(engine.query("SELECT owner_id FROM pets")).containsExactly(row(owner));
    }

    @Test
    void setsAnOrphanAsideAndLetsItGoWhenItsParentCame() throws Exception {
        ObjectId owner = new ObjectId();
        ObjectId orphan = new ObjectId();
        ObjectId other = new ObjectId();
        ObjectId present = new ObjectId();
        engine.collection(OWNERS).insertOne(owner(present, "here@x.example"));
        engine.collection(PETS).insertMany(List.of(pet(orphan, owner, 1), pet(other, present, 1)));

        SyncResult result = sync.sync(PETS, List.of(orphan.toHexString(), other.toHexString()));

        assertThat(result.quarantined()).containsExactly(orphan.toHexString());
        assertThat(engine.query("SELECT id FROM pets")).containsExactly(row(other));
        assertThat(engine.bean(Quarantine.class).list(PETS, null, 10))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.reason()).isEqualTo("orphan");
                    assertThat(entry.column()).isEqualTo("owner_id");
                });

        engine.collection(OWNERS).insertOne(owner(owner, "late@x.example"));
        assertThat(sync.sync(PETS, List.of(orphan.toHexString())).complete()).isTrue();
        assertThat(engine.bean(Quarantine.class).count(PETS)).isZero();
    }

    @Test
    void syncsKeysTogetherThatExchangedAUniqueValue() {
        ObjectId owner = new ObjectId();
        ObjectId first = new ObjectId();
        ObjectId second = new ObjectId();
        engine.collection(OWNERS).insertOne(owner(owner, "s@x.example"));
        engine.collection(PETS).insertMany(List.of(pet(first, owner, 1), pet(second, owner, 2)));
        sync.sync(PETS, List.of(first.toHexString(), second.toHexString()));
        engine.collection(PETS).updateOne(Filters.eq("_id", first), Updates.set("place", -1));
        engine.collection(PETS).updateOne(Filters.eq("_id", second), Updates.set("place", 1));
        engine.collection(PETS).updateOne(Filters.eq("_id", first), Updates.set("place", 2));

        assertThat(sync.sync(PETS, List.of(first.toHexString())).complete()).isTrue();
        assertThat(engine.query("SELECT id FROM pets ORDER BY place")).containsExactly(row(second), row(first));
    }

    @Test
    void setsASecondDocumentAsideThatClaimsAUniqueValue() throws Exception {
        engine.collection(OWNERS).dropIndexes();
        try {
            ObjectId first = new ObjectId();
            ObjectId second = new ObjectId();
            engine.collection(OWNERS)
                    .insertMany(List.of(owner(first, "twice@x.example"), owner(second, "twice@x.example")));

            SyncResult result = sync.sync(OWNERS, List.of(first.toHexString(), second.toHexString()));

            assertThat(result.quarantined()).containsExactly(second.toHexString());
            assertThat(engine.query("SELECT id FROM owners")).containsExactly(row(first));
            assertThat(engine.bean(Quarantine.class).list(OWNERS, null, 10))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.reason()).isEqualTo("duplicate");
                        assertThat(entry.toString()).doesNotContain("twice@x.example");
                    });
        } finally {
            engine.collection(OWNERS).deleteMany(new BsonDocument());
            engine.collection(OWNERS).createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
        }
    }

    @Test
    void quarantinesWhatCannotBeMappedAndNothingElse() {
        ObjectId good = new ObjectId();
        ObjectId tooLong = new ObjectId();
        engine.collection(OWNERS).insertOne(owner(good, "g@x.example"));
        engine.collection(OWNERS)
                .insertOne(owner(tooLong, "l@x.example").append("name", new BsonString("longer than ten")));
        engine.collection(OWNERS)
                .insertOne(new BsonDocument("_id", new BsonString("text id"))
                        .append("email", new BsonString("t@x.example")));

        SyncResult result = sync.sync(
                OWNERS, List.of(good.toHexString(), tooLong.toHexString(), Ids.text(new BsonString("text id"))));

        assertThat(result.quarantined()).isEqualTo(Set.of(tooLong.toHexString(), Ids.text(new BsonString("text id"))));
        assertThat(engine.query("SELECT id FROM owners")).containsExactly(row(good));
    }

    @Test
    void namesTheRowsThatAForeignKeyTookAlong() {
        ObjectId owner = new ObjectId();
        ObjectId pet = new ObjectId();
        engine.collection(OWNERS).insertOne(owner(owner, "c@x.example"));
        engine.collection(PETS).insertOne(pet(pet, owner, 1));
        sync.sync(PETS, List.of(pet.toHexString()));
        engine.collection(OWNERS).deleteOne(Filters.eq("_id", owner));

        sync.sync(OWNERS, List.of(owner.toHexString()));

        assertThat(engine.query("SELECT id FROM pets")).isEmpty();
        assertThat(engine.query("SELECT unit || ' ' || key FROM crossfade.outbox"))
                .as("the pet stands in the source still, so its key must be looked at")
                .containsExactly("pets " + row(pet));
    }

    @Test
    void writesDownTouchedKeysWhileRecording() {
        ObjectId id = new ObjectId();
        engine.flip(
                OWNERS,
                row -> new io.crossfade.migration.control.FenceRow(
                        OWNERS,
                        row.number(),
                        row.epoch(),
                        FenceState.CLOSED,
                        true,
                        true,
                        Phase.BACKFILL,
                        0,
                        row.changedAt(),
                        "test",
                        "test",
                        null,
                        false));

        sync.sync(OWNERS, List.of(id.toHexString()));

        assertThat(engine.query("SELECT key FROM crossfade.touched")).containsExactly(id.toHexString());
    }

    @Test
    void bringsARowToTheCollectionAndEmptiesTheOutbox() {
        stand(OWNERS, Phase.TARGET);
        ObjectId id = new ObjectId();
        engine.execute(
                "INSERT INTO owners (id, email, unmapped) VALUES ('" + uuid(id) + "', 'b@x.example', '{\"old\": 1}')");
        assertThat(engine.query("SELECT key FROM crossfade.outbox")).hasSize(1);

        assertThat(sync.sync(OWNERS, List.of(id.toHexString())).complete()).isTrue();

        BsonDocument document =
                engine.collection(OWNERS).find(Filters.eq("_id", id)).first();
        assertThat(document.getString("email").getValue()).isEqualTo("b@x.example");
        assertThat(document.getNumber("old").intValue()).isEqualTo(1);
        assertThat(engine.query("SELECT key FROM crossfade.outbox")).isEmpty();
        assertThat(sync.recheck(OWNERS, id.toHexString())).isEmpty();
    }

    @Test
    void exchangesUniqueValuesInTheCollectionToo() {
        stand(OWNERS, Phase.TARGET);
        stand(PETS, Phase.TARGET);
        ObjectId owner = new ObjectId();
        ObjectId first = new ObjectId();
        ObjectId second = new ObjectId();
        engine.execute("INSERT INTO owners (id, email) VALUES ('" + uuid(owner) + "', 'e@x.example')");
        engine.execute("INSERT INTO pets (id, owner_id, place) VALUES ('" + uuid(first) + "', '" + uuid(owner)
                + "', 1), ('" + uuid(second) + "', '" + uuid(owner) + "', 2)");
        sync.sync(PETS, List.of(first.toHexString(), second.toHexString()));
        engine.execute("BEGIN; SET CONSTRAINTS ALL DEFERRED; UPDATE pets SET place = 3 - place; COMMIT");

        assertThat(sync.sync(PETS, List.of(first.toHexString())).complete()).isTrue();

        assertThat(engine.collection(PETS)
                        .find(Filters.eq("_id", first))
                        .first()
                        .getInt32("place")
                        .getValue())
                .isEqualTo(2);
        assertThat(engine.collection(PETS)
                        .find(Filters.eq("_id", second))
                        .first()
                        .getInt32("place")
                        .getValue())
                .isEqualTo(1);
        assertThat(engine.query("SELECT key FROM crossfade.outbox WHERE unit = 'pets'"))
                .isEmpty();
    }

    @Test
    void leavesAStrangerInTheCollectionAlone() {
        stand(OWNERS, Phase.TARGET);
        BsonString id = new BsonString("by hand");
        engine.collection(OWNERS).insertOne(new BsonDocument("_id", id).append("email", new BsonString("h@x.example")));

        SyncResult result = sync.sync(OWNERS, List.of(Ids.text(id)));

        assertThat(result.quarantined()).containsExactly(Ids.text(id));
        assertThat(engine.collection(OWNERS).countDocuments()).isEqualTo(1);
    }

    @Test
    void syncsNothingWhileTheRowIsDrained() {
        engine.flip(
                OWNERS,
                row -> new io.crossfade.migration.control.FenceRow(
                        OWNERS,
                        row.number(),
                        row.epoch(),
                        FenceState.DRAINED,
                        false,
                        true,
                        Phase.TARGET,
                        0,
                        row.changedAt(),
                        "test",
                        "test",
                        null,
                        false));

        ObjectId id = new ObjectId();
        engine.execute("INSERT INTO crossfade.outbox (unit, key) VALUES ('owners', '" + OwnersForTests.uuid(id) + "')");

        assertThatThrownBy(() -> sync.sync(OWNERS, List.of(id.toHexString())))
                .isInstanceOf(SyncFailedException.class)
                .hasMessageContaining("drained");
    }

    @Test
    void saysWithoutAnyValueThatAStoreIsAway() {
        ObjectId id = new ObjectId();
        engine.mongo().stop();
        try {
            assertThatThrownBy(() -> sync.sync(OWNERS, List.of(id.toHexString())))
                    .isInstanceOf(SyncFailedException.class)
                    .hasMessageContaining("owners");
        } finally {
            engine.mongo().restart();
        }
    }
}
