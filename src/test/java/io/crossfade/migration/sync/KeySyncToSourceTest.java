package io.crossfade.migration.sync;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static io.crossfade.testing.EngineForTests.PETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.FenceState;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.testing.OwnersForTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Sync by key where the target is the authority, or nobody is. */
class KeySyncToSourceTest extends KeySyncFixture {

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
    void aRowThatNoDocumentHoldsIsSetAsideWithItsReasonAndHoldsUpNoOther() {
        stand(OWNERS, Phase.TARGET);
        Map<String, String> reasons = Map.of(
                "settings = '{\"a\": 1e7000}'", "number-not-representable",
                "settings = 'null'", "not-kept",
                "updated_at = 'infinity'", "date-out-of-range",
                "unmapped = '{\"$meta\": \"x\"}'", "dollar-field");
        Map<String, String> expected = new TreeMap<>();
        reasons.forEach((change, reason) -> {
            ObjectId id = new ObjectId();
            engine.execute("INSERT INTO owners (id, email) VALUES ('" + uuid(id) + "', '" + id + "@x.example')");
            engine.execute("UPDATE owners SET " + change + " WHERE id = '" + uuid(id) + "'");
            expected.put(id.toHexString(), reason);
        });
        ObjectId fine = new ObjectId();
        engine.execute("INSERT INTO owners (id, email, unmapped) VALUES ('" + uuid(fine)
                + "', 'f@x.example', '{\"a.b\": 1}')");
        List<String> keys = new ArrayList<>(expected.keySet());
        keys.add(fine.toHexString());

        SyncResult result = sync.sync(OWNERS, keys);

        assertThat(result.quarantined()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        assertThat(engine.query("SELECT key || ' ' || reason FROM crossfade.quarantine"))
                .containsExactlyInAnyOrderElementsOf(expected.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
        assertThat(engine.collection(OWNERS).countDocuments()).isEqualTo(1);
        assertThat(sync.recheck(OWNERS, fine.toHexString())).isEmpty();
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
}
