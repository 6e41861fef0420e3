package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For each rule of the fences, the interleaving in which it would do harm without that rule. */
class SafetyRulesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** This test's own, which the running engine leaves alone. */
    private MongoFence source;

    private static EngineForTests engine;
    private static PostgresFence target;

    @BeforeAll
    static void start() throws SQLException {
        engine = EngineForTests.start("crossfade.control.hold-limit=5s");
        target = engine.bean(PostgresFence.class);
        // Or the engine would follow, and undo what the tests do by hand.
        engine.keepOut("outbox", "feed:owners");
        assertThat(engine.bean(MoveLease.class).tryHold(OWNERS)).isPresent();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void beStrict() {
        engine.execute("TRUNCATE crossfade.outbox, crossfade.quarantine, crossfade.checkpoint");
        stand(Phase.READ_SWITCH);
        FenceForTests.set(source, OWNERS, Mode.STRICT);
    }

    /** Without the followers: nothing but the test acts. */
    private void stand(Phase phase) {
        FenceState state = phase.isBefore(Phase.TARGET) ? FenceState.CLOSED : FenceState.OPEN;
        engine.flip(
                OWNERS,
                row -> row.withPhase(phase).withState(state).withCapturing(true).withPercent(100));
        source = FenceForTests.over(engine, row());
    }

    private FenceRow row() {
        return engine.bean(UnitStates.class).get(OWNERS);
    }

    private FenceRow rowNow() {
        try {
            return target.read(OWNERS);
        } catch (SQLException away) {
            throw new IllegalStateException(away);
        }
    }

    private FenceRow flip(UnaryOperator<FenceRow> change, PostgresFence.UnderLock underLock) {
        try {
            return target.flip(OWNERS, rowNow().epoch(), change, underLock, LIMIT);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void awaitOneThatWaits(String lockMode) {
        await().until(() -> !engine.query(
                        "SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND mode = '" + lockMode
                                + "' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .isEmpty());
    }

    private FenceRow enter() {
        try (Connection connection = engine.postgres().getConnection()) {
            connection.setAutoCommit(false);
            FenceRow entered = target.enter(connection, OWNERS);
            connection.rollback();
            return entered;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void whoEntersSeesTheRowAsTheFlipItWaitedForLeftIt() {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<FenceRow> flip =
                concurrently(() -> flip(before -> before.withState(FenceState.DRAINED), (connection, before) -> {
                    locked.countDown();
                    awaitLatch(goOn);
                }));
        awaitLatch(locked);
        CompletableFuture<FenceRow> entering = concurrently(this::enter);
        try {
            awaitOneThatWaits("ShareLock");
        } finally {
            goOn.countDown();
        }

        assertThat(flip).succeedsWithin(LIMIT);
        assertThat(entering).succeedsWithin(LIMIT).extracting(FenceRow::state).isEqualTo(FenceState.DRAINED);
    }

    @Test
    void noFlipWhileSomeoneActsOnTheRowItRead() throws Exception {
        try (Connection acting = engine.postgres().getConnection()) {
            acting.setAutoCommit(false);
            FenceRow read = target.enter(acting, OWNERS);
            assertThatThrownBy(() -> target.flip(
                            OWNERS,
                            read.epoch(),
                            UnaryOperator.identity(),
                            (connection, row) -> {},
                            Duration.ofMillis(1)))
                    .isInstanceOf(FlipTimeoutException.class);
            acting.rollback();
        }
    }

    @Test
    void noFlipFromARowThatIsNoMore() {
        long epoch = row().epoch();
        FenceRow moved = flip(UnaryOperator.identity(), (connection, before) -> {});

        assertThatThrownBy(() -> target.flip(
                        OWNERS, epoch, before -> before.withState(FenceState.OPEN), (connection, before) -> {}, LIMIT))
                .isInstanceOf(StaleEpochException.class);
        assertThat(rowNow()).isEqualTo(moved);
    }

    @Test
    void theSourceIsSeenClosedOnlyOverEndedWrites() throws Exception {
        FenceDocument strict = source.read(OWNERS);
        FenceDocument closed = strict.with(Mode.CLOSED);
        assertThat(source.beginWrite(OWNERS, 1)).isPresent();

        assertThat(source.replace(strict, closed)).isTrue();

        assertThat(source.beginWrite(OWNERS, 1)).as("held").isEmpty();
        assertThat(source.awaitOlderPermitsOver(closed, System.nanoTime() + LIMIT.toNanos(), Duration.ofMillis(100)))
                .isFalse();
        assertThat(source.afterWrite(strict)).as("the running one may end").isPresent();
        source.endWrite(OWNERS);
        assertThat(source.awaitOlderPermitsOver(closed, System.nanoTime(), LIMIT))
                .isTrue();
        assertThat(source.afterWrite(strict)).isEmpty();
    }

    @Test
    void theSourcesFenceIsChangedOnlyFromWhereItStands() {
        FenceDocument strict = source.read(OWNERS);
        FenceDocument mine = strict.with(Mode.RELAXED);
        assertThat(source.replace(strict, strict.with(Mode.CLOSED))).isTrue();

        assertThat(source.replace(strict, mine)).as("an epoch that is no more").isFalse();
        assertThat(source.replace(mine, mine.with(Mode.STRICT)))
                .as("that epoch, but another's change")
                .isFalse();
        assertThat(source.read(OWNERS).mode()).isEqualTo(Mode.CLOSED);
    }

    private Cutover cutover(Barrier barrier) {
        return new Cutover(
                target,
                engine.bean(UnitStates.class),
                source,
                barrier,
                engine.bean(ControlProperties.class),
                new Events(new SimpleMeterRegistry()));
    }

    private FenceRow back(ReplicaQuiet writes) {
        try {
            return new DrainedMoves(
                            target,
                            engine.bean(UnitStates.class),
                            source,
                            writes,
                            (unit, limit) -> true,
                            engine.bean(ControlProperties.class),
                            new Events(new SimpleMeterRegistry()))
                    .back(row(), UnaryOperator.identity(), (connection, before) -> {}, new Steps());
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void theMarkIsAwaitedWhenTheSourceIsClosedAndTheTargetNotYetOpen() throws Exception {
        List<Object> seen = new ArrayList<>();
        Barrier barrier = (unit, limit) -> {
            seen.add(source.read(unit).mode());
            seen.add(rowNow().state());
            return true;
        };

        cutover(barrier).forward(row(), UnaryOperator.identity(), (connection, before) -> {}, new Steps());

        assertThat(seen).containsExactly(Mode.STRICT, FenceState.CLOSED, Mode.CLOSED, FenceState.CLOSED);
        assertThat(rowNow().state()).isEqualTo(FenceState.OPEN);
        assertThat(source.read(OWNERS).mode()).isEqualTo(Mode.CLOSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    quarantined | quarantine (unit, key, reason) VALUES ('owners', 'k', 'test')
                    missed | checkpoint (unit, token, saved_at, lost_at) VALUES ('owners', '{}', now(), now())
                    """)
    void theTargetDoesNotOpenOverAGapThatCameMeanwhile(String why, String gap) {
        Barrier barrier = (unit, limit) -> {
            engine.execute("INSERT INTO crossfade." + gap + " ON CONFLICT DO NOTHING");
            return true;
        };

        assertThatThrownBy(() -> cutover(barrier)
                        .forward(row(), UnaryOperator.identity(), (connection, before) -> {}, new Steps()))
                .isInstanceOf(MoveUndoneException.class)
                .hasMessageContaining(why);
        assertThat(rowNow().state()).isEqualTo(FenceState.CLOSED);
        assertThat(source.read(OWNERS).mode()).isEqualTo(Mode.STRICT);
    }

    @Test
    void theTargetIsDrainedOnlyWithAnOutboxSeenEmptyUnderTheLock() throws Exception {
        stand(Phase.TARGET);
        String entry = "INSERT INTO crossfade.outbox (unit, key) VALUES ('owners', gen_random_uuid())";
        engine.execute(entry);
        CompletableFuture<FenceRow> back = concurrently(() -> back(row -> List.of()));
        await().until(() -> rowNow().state() == FenceState.DRAINING);
        try (Connection acting = engine.postgres().getConnection()) {
            acting.setAutoCommit(false);
            target.enter(acting, OWNERS);
            engine.execute("DELETE FROM crossfade.outbox");
            awaitOneThatWaits("ExclusiveLock");
            engine.execute(entry);
            acting.rollback();
        }

        assertThat(back).failsWithin(LIMIT).withThrowableThat().withRootCauseInstanceOf(MoveUndoneException.class);
        assertThat(rowNow().phase()).isEqualTo(Phase.TARGET);
        assertThat(source.read(OWNERS).mode()).isEqualTo(Mode.CLOSED);
    }

    @Test
    void theSourceOpensOnlyOnceWritesToItAsReplicaAreOver() {
        stand(Phase.TARGET);
        List<Object> seen = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(3);

        back(row -> {
            seen.add(rowNow().state());
            seen.add(source.read(row.unit()).mode());
            return left.decrementAndGet() == 0 ? List.of() : List.of("one");
        });

        assertThat(left).hasValue(0);
        assertThat(seen).containsOnly(FenceState.DRAINED, Mode.CLOSED);
        assertThat(source.read(OWNERS).mode()).isEqualTo(Mode.STRICT);
    }

    /** Not in the common pool, in which one blocked task may hold up another. */
    private static <T> CompletableFuture<T> concurrently(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
