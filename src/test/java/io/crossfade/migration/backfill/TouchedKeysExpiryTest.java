package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.bson.BsonObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TouchedKeysExpiryTest {

    private TwoStores stores;
    private TouchedKeysExpiry expiry;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("backfill");
        expiry = new TouchedKeysExpiry(stores.target, new TouchedKeys(stores.target), Duration.ZERO, System::nanoTime);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void nothingIsNeededWhileNoChunkIsMerged() throws Exception {
        touch("a", "b");
        stores.sql("INSERT INTO crossfade.touched (unit, key) VALUES ('items', 'another unit')");
        chunk(0, "todo", null);
        expiry.advance("owners");
        assertThat(touched()).isEmpty();
        assertThat(stores.query("SELECT key FROM crossfade.touched")).containsExactly("another unit");
    }

    @Test
    void aMergedChunkKeepsWhatCameAfterItsNote() throws Exception {
        touch("a", "b", "c", "d");
        chunk(0, "merged", note("c"));
        chunk(1, "merged", note("b"));
        chunk(2, "done", note("a"));
        expiry.advance("owners");
        assertThat(touched()).containsExactly("c", "d");

        stores.sql("UPDATE crossfade.backfill_chunk SET state = 'done'");
        expiry.advance("owners");
        assertThat(touched()).isEmpty();
    }

    /** Red if a merge whose note is not committed yet is not waited for. */
    @Test
    void aMergeThatIsUnderWayKeepsWhatCameAfterItsNote() throws Exception {
        chunk(0, "todo", null);
        touch("a");
        try (Connection merging = stores.target.getConnection()) {
            merging.setAutoCommit(false);
            stores.fence.enter(merging, "owners");
            long note = new TouchedKeys(stores.target).lastDrawn(merging);
            touch("b");
            expiry.advance("owners");
            expiry.advance("owners");
            assertThat(touched()).containsExactly("a", "b");
            try (var merged = merging.createStatement()) {
                merged.execute("UPDATE crossfade.backfill_chunk SET state = 'merged', note = " + note);
            }
            merging.commit();
        }
        expiry.advance("owners");
        assertThat(touched()).containsExactly("b");
    }

    @Test
    void aMergeThatBeganLaterIsNotWaitedFor() throws Exception {
        touch("a");
        try (Connection early = stores.target.getConnection();
                Connection late = stores.target.getConnection()) {
            early.setAutoCommit(false);
            stores.fence.enter(early, "owners");
            expiry.advance("owners");
            late.setAutoCommit(false);
            stores.fence.enter(late, "owners");
            touch("b");
            early.commit();
            expiry.advance("owners");
            assertThat(touched()).containsExactly("b");
            late.rollback();
        }
    }

    /** Red if they pile up once the copy is complete. */
    @Test
    void aUnitThatStaysInBackfillForgetsThem() throws Exception {
        BsonObjectId id = new BsonObjectId();
        stores.documents(OWNERS).insertOne(owner(id, "a"));
        UnitBackfill work = new BackfillForTests(stores, new SimpleMeterRegistry()).observed(Step.Observer.NONE);
        stores.sync.sync("owners", List.of(id.getValue().toHexString()));
        assertThat(touched()).isNotEmpty();
        work.step(OWNERS);
        assertThat(touched()).isEmpty();
    }

    private void touch(String... keys) throws SQLException {
        for (String key : keys) {
            stores.sql("INSERT INTO crossfade.touched (unit, key) VALUES ('owners', '" + key + "')");
        }
    }

    private void chunk(int number, String state, String note) throws SQLException {
        stores.sql("INSERT INTO crossfade.backfill_chunk (unit, number, state, note) VALUES ('owners', " + number
                + ", '" + state + "', " + note + ")");
    }

    private String note(String key) throws SQLException {
        return stores.query("SELECT seq FROM crossfade.touched WHERE key = '" + key + "'")
                .getFirst();
    }

    private List<String> touched() throws SQLException {
        return stores.query("SELECT key FROM crossfade.touched WHERE unit = 'owners' ORDER BY seq");
    }
}
