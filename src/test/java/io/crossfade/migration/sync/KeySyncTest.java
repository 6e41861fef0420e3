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
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.mapping.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Sync by key where the source is the authority. */
class KeySyncTest extends KeySyncFixture {

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
    void writesDownTouchedKeysWhileRecording() throws SQLException {
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

        // As a chunk does: as long as it runs what it may need is not forgotten.
        try (Connection chunk = engine.postgres().getConnection()) {
            chunk.setAutoCommit(false);
            engine.bean(PostgresFence.class).enter(chunk, OWNERS);

            sync.sync(OWNERS, List.of(id.toHexString()));

            assertThat(engine.query("SELECT key FROM crossfade.touched")).containsExactly(id.toHexString());
            chunk.rollback();
        }
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
