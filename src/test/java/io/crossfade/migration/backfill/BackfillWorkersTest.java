package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.Requester;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several workers and instances, and those who steer them. */
@Timeout(120)
class BackfillWorkersTest extends BackfillFixture {

    @Test
    void keepsToALimitThatChangesWhileItRuns() throws Exception {
        owners(40);
        UnitBackfill work = backfill(Step.Observer.NONE);
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 2);
        Backfill backfill = facade(work, workers);
        backfill.start("owners");
        assertThatThrownBy(() -> backfill.limit("owners", 0L, null)).isInstanceOf(BackfillRefusedException.class);
        backfill.limit("owners", 1L, null);
        workers.start();
        try {
            await().until(() -> backfill.status("owners").waiting() != null);
            assertThat(backfill.status("owners"))
                    .returns(1L, BackfillStatus::rowsPerSecond)
                    .satisfies(status -> assertThat(status.waiting()).contains("limit"));
            // One for each thread, as each may have begun before the first was paid for.
            await().during(Duration.ofSeconds(2))
                    .until(() -> backfill.status("owners").done() <= 3);
            backfill.limit("owners", null, null);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> backfill.status("owners").complete());
        } finally {
            workers.stop();
        }
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void slowsDownByItselfAndSaysWhy() throws Exception {
        owners(12);
        AtomicLong lag = new AtomicLong(3_000);
        AtomicLong now = new AtomicLong();
        setting.politeness = new Politeness(
                List.of(new SignalForTests("replica lag", 1_000, lag)), () -> now.addAndGet(2_000_000_000));
        UnitBackfill work = backfill((step, chunk) -> {
            if (step == Step.READ) {
                await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            }
        });
        Backfill backfill = facade(work, new BackfillWorkers(stores.units, stores.states, work, 0));
        backfill.start("owners");
        work.step(OWNERS);
        assertThat(work.step(OWNERS)).isTrue();
        assertThat(work.step(OWNERS)).isFalse();
        assertThat(backfill.status("owners").slowedBy()).isEqualTo("slowed by replica lag: 3000 ms, more than 1000");
        lag.set(0);
        await().until(() -> work.step(OWNERS));
        await().until(() -> work.step(OWNERS));
        assertThat(backfill.status("owners").slowedBy()).isNull();
    }

    private record SignalForTests(String name, long limitMillis, AtomicLong value) implements Signal {
        @Override
        public long millis() {
            return value.get();
        }
    }

    /** Two sets of workers that share nothing but the stores. */
    @Test
    void instancesShareTheChunksAndSeeEachOthersChanges() throws Exception {
        owners(200);
        Map<Integer, AtomicInteger> merges = new ConcurrentHashMap<>();
        Set<String> busy = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        String left = "SELECT number FROM crossfade.backfill_chunk WHERE state <> 'done'";
        List<UnitBackfill> works = new ArrayList<>();
        List<BackfillWorkers> instances = new ArrayList<>();
        for (String instance : List.of("one", "other")) {
            UnitBackfill work = backfill((step, chunk) -> {
                if (step == Step.MERGED) {
                    if (busy.add(instance)) {
                        both.countDown();
                    }
                    awaitAtMostTenSeconds(both);
                    merges.computeIfAbsent(chunk.number(), number -> new AtomicInteger())
                            .incrementAndGet();
                }
            });
            works.add(work);
            instances.add(new BackfillWorkers(stores.units, stores.states, work, 1));
        }
        Backfill here = facade(works.get(0), instances.get(0));
        Backfill there = facade(works.get(1), instances.get(1));
        here.start("owners");
        instances.forEach(BackfillWorkers::start);
        try {
            await().until(() -> busy.size() == 2);
            there.pause("owners");
            await().until(() -> stores.query(left + " FOR UPDATE SKIP LOCKED").size()
                    == stores.query(left).size());
            int paused = merges.size();
            await().during(Duration.ofSeconds(1)).until(() -> merges.size() == paused);
            assertThat(here.status("owners").state()).isEqualTo(BackfillState.PAUSED);
            here.resume("owners");
            await().until(() -> there.status("owners").complete());
        } finally {
            instances.forEach(BackfillWorkers::stop);
        }
        assertThat(merges.values()).extracting(AtomicInteger::get).hasSize(50).containsOnly(1);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    /** The first one must not be done before the other has begun. */
    private static void awaitAtMostTenSeconds(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aMoveHoldsTheWorkersOfEveryInstance() throws Exception {
        owners(3);
        UnitBackfill other = backfill(Step.Observer.NONE);
        start(OWNERS);
        BackfillMoves moves = new BackfillMoves(
                new Runs(stores.target), new BackfillWorkers(stores.units, stores.states, other, 0), CHUNK);
        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.DUAL_WRITE), Requester.named("test"));
        assertThat(other.step(OWNERS)).isFalse();
        stores.sql("UPDATE crossfade.backfill SET held_until = clock_timestamp()");
        assertThat(other.step(OWNERS)).isTrue();
    }

    /** Red if a stopping instance keeps the chunk that it cannot finish. */
    @Test
    void aStoppingInstanceFreesItsChunk() throws Exception {
        owners(3);
        start(OWNERS);
        try (Connection inTheWay = stores.target.getConnection()) {
            inTheWay.setAutoCommit(false);
            BackfillWorkers stopping = new BackfillWorkers(
                    stores.units,
                    stores.states,
                    backfill((step, chunk) -> {
                        if (step == Step.READ) {
                            lockTable(inTheWay);
                        }
                    }),
                    1);
            stopping.start();
            await().until(() -> stores.query(
                            "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'owners'::regclass")
                    .contains("1"));
            stopping.stop();
            assertThat(stores.query("SELECT number FROM crossfade.backfill_chunk FOR UPDATE SKIP LOCKED"))
                    .hasSize(1);
            inTheWay.rollback();
        }
        finish(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private static void lockTable(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE owners IN EXCLUSIVE MODE");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void waitsForAStoreThatIsAwayAndGoesOn() throws Exception {
        owners(40);
        UnitBackfill work = backfill(Step.Observer.NONE);
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 1);
        Backfill backfill = facade(work, workers);
        stores.mongo.stop();
        backfill.start("owners");
        workers.start();
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> backfill.status("owners").waiting() != null);
            assertThat(backfill.status("owners").waiting()).contains("source");
            stores.mongo.restart();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> backfill.status("owners").complete());
        } finally {
            workers.stop();
        }
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    /** Red if what an instance said that is no more is shown as what is. */
    @Test
    void whyItIsSlowIsNotKnownOnceNobodyHasSaidSoForLong() throws Exception {
        UnitBackfill work = backfill(Step.Observer.NONE);
        Backfill backfill = facade(work, new BackfillWorkers(stores.units, stores.states, work, 0));
        backfill.start("owners");
        stores.sql("UPDATE crossfade.backfill SET slowed_by = 'slowed by x', slowed_at = now()");
        assertThat(backfill.status("owners").slowedBy()).isEqualTo("slowed by x");
        stores.sql("UPDATE crossfade.backfill SET slowed_at = now() - interval '10 minutes'");
        assertThat(backfill.status("owners").slowedBy()).startsWith("not known since ");
    }

    @Test
    void isPausedResumedCancelledAndStartedAgain() throws Exception {
        owners(10);
        UnitBackfill work = backfill(Step.Observer.NONE);
        Backfill backfill = facade(work, new BackfillWorkers(stores.units, stores.states, work, 0));
        assertThat(backfill.status("owners").state()).isEqualTo(BackfillState.NONE);
        assertThatThrownBy(() -> backfill.pause("owners")).isInstanceOf(BackfillRefusedException.class);

        backfill.start("owners");
        work.step(OWNERS);
        work.step(OWNERS);
        backfill.pause("owners");
        assertThat(work.step(OWNERS)).isFalse();
        assertThat(backfill.status("owners"))
                .returns(BackfillState.PAUSED, BackfillStatus::state)
                .returns(40, BackfillStatus::percent)
                .returns(10L, BackfillStatus::estimatedTotal)
                .returns(4L, BackfillStatus::rows)
                .returns(1L, BackfillStatus::done);
        assertThatThrownBy(() -> backfill.start("owners")).isInstanceOf(BackfillRefusedException.class);

        backfill.resume("owners");
        assertThat(work.step(OWNERS)).isTrue();
        backfill.cancel("owners");
        assertThat(work.step(OWNERS)).isFalse();

        backfill.start("owners");
        finish(OWNERS, Step.Observer.NONE);
        assertThat(backfill.status("owners"))
                .returns(10L, BackfillStatus::rows)
                .returns(100, BackfillStatus::percent)
                .returns(true, BackfillStatus::complete);
    }

    @Test
    void followsThePhases() throws Exception {
        owners(3);
        UnitBackfill work = backfill(Step.Observer.NONE);
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 0);
        Backfill backfill = facade(work, workers);
        BackfillMoves moves = new BackfillMoves(new Runs(stores.target), workers, CHUNK);
        Gate gate = new BackfillCompleteGate(backfill);
        Gate.Move ahead = new Gate.Move(stores.states.get("owners"), Phase.SHADOW_READ);
        assertThat(gate.check(ahead).orElseThrow().holds()).isFalse();

        stores.phase("dual_write");
        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.BACKFILL), Requester.named("test"));
        stores.phase("backfill");
        finish(OWNERS, Step.Observer.NONE);
        assertThat(gate.check(ahead).orElseThrow().holds()).isTrue();

        stores.phase("dual_write");
        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.BACKFILL), Requester.named("test"));
        assertThat(backfill.status("owners").complete()).isTrue();

        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.SOURCE), Requester.named("test"));
        assertThat(backfill.status("owners").state()).isEqualTo(BackfillState.VOID);
        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.BACKFILL), Requester.named("test"));
        stores.phase("backfill");
        assertThat(gate.check(ahead).orElseThrow().holds()).isFalse();
        finish(OWNERS, Step.Observer.NONE);
        assertThat(gate.check(ahead).orElseThrow().holds()).isTrue();
    }
}
