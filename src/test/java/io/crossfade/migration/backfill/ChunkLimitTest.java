package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

/** A chunk may take so long to be written, not only to be read. */
@Timeout(120)
class ChunkLimitTest {

    private TwoStores stores;
    private BackfillForTests setting;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        setting = new BackfillForTests(stores, new SimpleMeterRegistry());
        stores.phase("backfill");
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** Red if nothing ends the wait for one row, which holds up all the others. */
    @Test
    void aChunkThatCannotBeWrittenInTimeIsDivided() throws Exception {
        List<BsonValue> ids = owners(40);
        start();
        setting.chunkTime = Duration.ofSeconds(2);
        UnitBackfill work = setting.observed(Step.Observer.NONE);
        assertThat(work.step(OWNERS)).isTrue();
        try (Connection inTheWay = stores.target.getConnection();
                Statement statement = inTheWay.createStatement();
                ExecutorService worker = Executors.newSingleThreadExecutor()) {
            inTheWay.setAutoCommit(false);
            statement.execute("INSERT INTO owners (id, name) VALUES ('" + Ids.uuid(ids.get(30)) + "', 'owner')");
            assertThat(worker.submit(() -> work.step(OWNERS)).get(20, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(stores.query("SELECT error FROM crossfade.backfill_chunk"))
                    .containsExactly("TooLongException");
            work.step(OWNERS);
            work.step(OWNERS);
            assertThat(stores.query("SELECT state || rows FROM crossfade.backfill_chunk ORDER BY number"))
                    .as("the part that nobody is in the way of")
                    .containsExactly("done20", "todo0");
            inTheWay.commit();
        }
        finish(work);
    }

    /** Red if all chunks are cut to pieces because somebody alters the table. */
    @Test
    void aTableThatIsLockedIsNoChunksFault() throws Exception {
        owners(40);
        start();
        setting.chunkTime = Duration.ofSeconds(20);
        UnitBackfill work = setting.observed(Step.Observer.NONE);
        assertThat(work.step(OWNERS)).isTrue();
        try (Connection inTheWay = stores.target.getConnection();
                Statement statement = inTheWay.createStatement()) {
            inTheWay.setAutoCommit(false);
            for (String mode : List.of("SHARE", "ACCESS EXCLUSIVE")) {
                statement.execute("LOCK TABLE owners IN " + mode + " MODE");
                assertThatThrownBy(() -> work.step(OWNERS))
                        .satisfies(
                                thrown -> assertThat(Failure.of(thrown).kind()).isEqualTo(Failure.Kind.OUTAGE));
            }
            inTheWay.rollback();
        }
        assertThat(stores.query("SELECT attempts FROM crossfade.backfill_chunk"))
                .containsExactly("0");
        finish(work);
    }

    /** Red if what is taken up again, divided, or copied one by one goes at any speed. */
    @Test
    void whateverBecomesOfAChunkIsPaidFor() throws Exception {
        setting.politeness = PolitenessForTests.by("commit latency", 1, new AtomicLong(1_000));
        UnitBackfill work = setting.observed(Step.Observer.NONE);
        owners(10);
        isPaidFor(work, "state = 'merged', note = 0");
        isPaidFor(work, "attempts = 3");
        owners(10);
        isPaidFor(work, "attempts = 3");
        assertThat(stores.query("SELECT number FROM crossfade.backfill_chunk")).hasSize(2);
    }

    private void isPaidFor(UnitBackfill work, String chunk) throws Exception {
        start();
        assertThat(work.step(OWNERS)).isTrue();
        stores.sql("UPDATE crossfade.backfill_chunk SET " + chunk);
        assertThat(work.step(OWNERS)).isTrue();
        assertThat(stores.query("SELECT paced_until IS NOT NULL FROM crossfade.backfill"))
                .as(chunk)
                .containsExactly("t");
    }

    @Test
    void mayNotTakeLongerThanAChunkMayBeRead() {
        assertThatThrownBy(() -> limitedTo(Duration.ofMinutes(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chunk-limit");
        assertThat(limitedTo(Duration.ofSeconds(119)).chunkLimit()).hasSeconds(119);
    }

    @Test
    void holdsFewIdsOfHoweverMany() {
        for (int count : new int[] {2, 17, 999, 1_000, 1_001, 60_000, 7_000_000}) {
            Parts parts = new Parts();
            for (int i = 0; i < count; i++) {
                parts.next(new BsonInt32(i));
            }
            List<Integer> bounds = parts.bounds().stream()
                    .map(bound -> bound.asInt32().getValue())
                    .toList();
            assertThat(parts.documents()).isEqualTo(count);
            assertThat(bounds).isSorted().doesNotHaveDuplicates().doesNotContain(0);
            int before = 0;
            for (int bound : bounds) {
                assertThat(bound - before).isBetween(1, Math.max(count / bounds.size(), 20_000));
                before = bound;
            }
            assertThat(bounds)
                    .hasSizeBetween(Math.min(count / 5_000, 400) - 1, 999)
                    .isNotEmpty();
        }
    }

    private static BackfillProperties limitedTo(Duration chunkLimit) {
        return new BackfillProperties(
                2,
                1,
                DataSize.ofMegabytes(1),
                chunkLimit,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                DataSize.ofMegabytes(1),
                null);
    }

    private void start() throws Exception {
        assertThat(new Runs(stores.target).begin("owners", new ChunkSize(1_000, 1 << 20), List.of()))
                .isTrue();
    }

    private void finish(UnitBackfill work) throws Exception {
        while (work.step(OWNERS)) {
            assertThat(new Runs(stores.target).find("owners").orElseThrow().state())
                    .isEqualTo(BackfillState.RUNNING);
        }
        assertThat(new Runs(stores.target).find("owners").orElseThrow().state()).isEqualTo(BackfillState.COMPLETE);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private List<BsonValue> owners(int count) {
        List<BsonValue> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(new BsonObjectId(new ObjectId()));
            stores.documents(OWNERS).insertOne(owner(ids.getLast(), "owner"));
        }
        return ids;
    }
}
