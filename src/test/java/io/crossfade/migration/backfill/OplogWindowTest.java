package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonTimestamp;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A copy that outlasts the source's history could never be brought up to date if the follower were away meanwhile. */
@Timeout(120)
class OplogWindowTest {

    private static final int BEGIN = 1_700_000_000;

    private TwoStores stores;
    private UnitBackfill work;
    private Backfill backfill;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("backfill");
        for (int i = 0; i < 30; i++) {
            stores.documents(OWNERS).insertOne(owner(new BsonObjectId(new ObjectId()), "owner"));
        }
        BackfillForTests parts = new BackfillForTests(stores, new SimpleMeterRegistry());
        work = parts.observed(Step.Observer.NONE);
        backfill = new Backfill(
                stores.units,
                stores.states,
                new StoreNames("MONGO", "POSTGRES"),
                new Runs(stores.target),
                new Chunks(stores.target),
                work,
                new BackfillWorkers(stores.units, stores.states, work, 0),
                parts.pace(),
                Clock.systemUTC(),
                new ChunkSize(10, 1 << 20));
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void isNotBegunIfTheHistoryWouldBeGoneBeforeItEnds() throws Exception {
        copiesOneBytePerSecond();
        historyOf(100);
        backfill.start("owners");

        assertThat(work.step(OWNERS)).isFalse();
        BackfillStatus refused = backfill.status("owners");
        assertThat(refused.state()).isEqualTo(BackfillState.PAUSED);
        assertThat(refused.preflight())
                .isNotNull()
                .returns(100L, Preflight::oplogSeconds)
                .satisfies(seen -> assertThat(seen.estimatedSeconds()).isEqualTo(seen.bytes()))
                .satisfies(seen -> assertThat(seen.refused())
                        .isEqualTo("the copy is expected to take " + seen.bytes()
                                + " s and the oplog reaches back 100 s only; enlarge the oplog and resume"));
        assertThat(stores.query("SELECT number FROM crossfade.backfill_chunk WHERE unit = 'owners'"))
                .isEmpty();
        assertThat(stores.query("SELECT id FROM owners")).isEmpty();

        backfill.resume("owners");
        assertThat(work.step(OWNERS)).isFalse();
        assertThat(backfill.status("owners").state()).isEqualTo(BackfillState.PAUSED);

        historyReachesTo(1_000_000);
        backfill.resume("owners");
        finish();
    }

    @Test
    void isBegunIfSomebodySaysSoWhoKnows() throws Exception {
        copiesOneBytePerSecond();
        historyOf(100);
        backfill.start("owners");
        assertThat(work.step(OWNERS)).isFalse();

        backfill.resume("owners", true);
        finish();
        assertThat(backfill.status("owners").preflight())
                .isNotNull()
                .returns(true, Preflight::forced)
                .satisfies(seen -> assertThat(seen.refused()).isNotNull());
    }

    /** Red if a limit that makes the copy outlast the history is not counted. */
    @Test
    void isNotBegunIfItsLimitMakesItTakeTooLong() throws Exception {
        historyOf(10);
        backfill.start("owners");
        backfill.limit("owners", 1L, null);
        assertThat(work.step(OWNERS)).isFalse();
        assertThat(backfill.status("owners").preflight()).isNotNull().returns(30L, Preflight::estimatedSeconds);
        assertThat(backfill.status("owners").state()).isEqualTo(BackfillState.PAUSED);
    }

    @Test
    void isBegunIfTheHistoryReachesFurtherBackThanItTakes() throws Exception {
        copiesOneBytePerSecond();
        historyOf(1_000_000);
        backfill.start("owners");
        finish();
        assertThat(backfill.status("owners").preflight())
                .isNotNull()
                .returns(1_000_000L, Preflight::oplogSeconds)
                .returns(null, Preflight::refused);
    }

    @Test
    void isBegunIfNobodySaysHowFarTheHistoryReaches() throws Exception {
        copiesOneBytePerSecond();
        backfill.start("owners");
        finish();
        assertThat(backfill.status("owners").preflight()).isNotNull().returns(null, Preflight::oplogSeconds);
    }

    @Test
    void isBegunByTheAssumedRateIfNoEarlierCopyTellsHowLongItTakes() throws Exception {
        historyOf(1);
        backfill.start("owners");
        finish();
        assertThat(backfill.status("owners").preflight()).isNotNull().returns(1L, Preflight::estimatedSeconds);
    }

    @Test
    void isNotBegunByTheAssumedRateIfTheHistoryWouldBeGone() throws Exception {
        historyOf(0);
        backfill.start("owners");

        assertThat(work.step(OWNERS)).isFalse();
        assertThat(backfill.status("owners").state()).isEqualTo(BackfillState.PAUSED);
    }

    @Test
    void countsOnTheRoomThatTheHistoryHasLeft() {
        assertThat(Inspection.timesUntilFull(BsonDocument.parse("{size: 100, maxSize: 1000}")))
                .isEqualTo(10);
        assertThat(Inspection.timesUntilFull(BsonDocument.parse("{size: 1005, maxSize: 1000}")))
                .isEqualTo(1);
        assertThat(Inspection.timesUntilFull(BsonDocument.parse("{size: 0, maxSize: 1000}")))
                .isEqualTo(1);
    }

    private void finish() throws Exception {
        while (work.step(OWNERS)) {
            assertThat(backfill.status("owners").complete()).isFalse();
        }
        assertThat(backfill.status("owners").complete()).isTrue();
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private void copiesOneBytePerSecond() throws Exception {
        stores.sql("INSERT INTO crossfade.backfill_chunk (unit, number, state, bytes, seconds)"
                + " VALUES ('items', 1, 'done', 500, 500)");
    }

    /** The embedded MongoDB shows nobody its oplog; one of a real server lies there. */
    private void historyOf(int seconds) {
        stores.client
                .getDatabase("local")
                .getCollection("oplog.rs", BsonDocument.class)
                .insertMany(List.of(entry(BEGIN), entry(BEGIN + seconds / 2), entry(BEGIN + seconds)));
    }

    private void historyReachesTo(int seconds) {
        stores.client
                .getDatabase("local")
                .getCollection("oplog.rs", BsonDocument.class)
                .insertOne(entry(BEGIN + seconds));
    }

    private static BsonDocument entry(int seconds) {
        return new BsonDocument("_id", new BsonObjectId(new ObjectId())).append("ts", new BsonTimestamp(seconds, 1));
    }
}
