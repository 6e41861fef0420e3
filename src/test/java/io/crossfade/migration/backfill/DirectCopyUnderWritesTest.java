package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.mapping.Ids;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A direct copy beside live writes and other chunks. */
@Timeout(60)
class DirectCopyUnderWritesTest extends DirectCopyFixture {

    /** Red if a row that a live write put there first ends the chunk, or is overwritten. */
    @Test
    void aLiveWriteThatCameFirstStands() throws Exception {
        List<BsonValue> ids = owners(20);
        complete(OWNERS, once(Step.READ, () -> {
            stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(7)), Updates.set("name", "newer"));
            stores.sync.sync("owners", List.of(Ids.text(ids.get(7))));
            return stores;
        }));
        assertThat(staged()).isTrue();
        assertThat(stores.query("SELECT name FROM owners WHERE name = 'newer'")).hasSize(1);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT attempts FROM crossfade.backfill_chunk"))
                .containsExactly("0");
    }

    /** Red if the table is written to while the source is read, which may take long. */
    @Test
    void nothingIsWrittenBeforeAllIsRead() throws Exception {
        owners(20);
        List<String> locks = new ArrayList<>();
        complete(OWNERS, once(Step.READ, () -> {
            locks.addAll(query("SELECT mode FROM pg_locks WHERE relation = 'owners'::regclass"
                    + " AND mode = 'RowExclusiveLock'"));
            return locks;
        }));
        assertThat(locks).isEmpty();
        assertThat(staged()).isFalse();
    }

    /** Red if a direct copy that waits for one live write lets all others wait for it. */
    @Test
    void givesWayToALiveWrite() throws Exception {
        List<BsonValue> ids = owners(20);
        try (Connection inTheWay = stores.target.getConnection();
                ExecutorService worker = Executors.newFixedThreadPool(2)) {
            inTheWay.setAutoCommit(false);
            start(OWNERS);
            UnitBackfill work = setting.observed(once(Step.READ, () -> {
                execute(inTheWay, "INSERT INTO owners (id, name) VALUES ('" + uuid(ids.get(15)) + "', 'owner')");
                return ids;
            }));
            assertThat(work.step(OWNERS)).isTrue();
            Future<Boolean> step = worker.submit(() -> work.step(OWNERS));
            await().until(() ->
                    stores.query("SELECT 1 FROM pg_locks WHERE NOT granted").contains("1"));
            Future<?> live = worker.submit(() -> stores.sync.sync("owners", List.of(Ids.text(ids.get(3)))));
            live.get(3, TimeUnit.SECONDS);
            assertThat(step).isNotDone();
            inTheWay.commit();
            assertThat(step.get()).isTrue();
        }
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    /** Red if another chunk is written at the same time, and if none is read meanwhile. */
    @Test
    void oneIsReadWhileAnotherIsWritten() throws Exception {
        owners(40);
        setting.writers = 1;
        CountDownLatch twoRead = new CountDownLatch(2);
        CountDownLatch twoWritten = new CountDownLatch(2);
        List<Boolean> readMeanwhile = new ArrayList<>();
        List<Boolean> writtenMeanwhile = new ArrayList<>();
        UnitBackfill work = setting.observed((step, chunk) -> {
            if (step == Step.READ) {
                twoRead.countDown();
            } else if (step == Step.EQUALIZED) {
                twoWritten.countDown();
                if (readMeanwhile.isEmpty()) {
                    readMeanwhile.add(awaited(twoRead, Duration.ofSeconds(20)));
                    writtenMeanwhile.add(awaited(twoWritten, Duration.ofSeconds(1)));
                }
            }
        });
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 1);
        assertThat(new Runs(stores.target).begin("owners", new ChunkSize(4, 1 << 20), List.of()))
                .isTrue();
        workers.start();
        try {
            await().atMost(Duration.ofSeconds(40)).until(() -> isComplete(OWNERS));
        } finally {
            workers.stop();
        }
        assertThat(readMeanwhile).containsExactly(true);
        assertThat(writtenMeanwhile).containsExactly(false);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private static boolean awaited(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
