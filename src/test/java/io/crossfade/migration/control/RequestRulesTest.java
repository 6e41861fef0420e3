package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoTimeoutException;
import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.Phase;
import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fences change in the middle of a request: what it read counts no more, what it acknowledges is promised. */
class RequestRulesTest {

    /** This test's own, which the running engine leaves alone. */
    private MongoFence source;

    private static EngineForTests engine;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void beStrict() {
        stand(Phase.READ_SWITCH);
        source = FenceForTests.over(engine, engine.bean(UnitStates.class).get(OWNERS));
        setSource(Mode.STRICT);
    }

    /** Without the followers: nothing but the test acts. */
    private void stand(Phase phase) {
        FenceState state = phase.isBefore(Phase.TARGET) ? FenceState.CLOSED : FenceState.OPEN;
        engine.flip(
                OWNERS,
                row -> row.withPhase(phase).withState(state).withCapturing(true).withPercent(100));
    }

    private void setSource(Mode mode) {
        FenceForTests.set(source, OWNERS, mode);
    }

    /** The row moves, and the states in memory do not know it yet. */
    private static void flipUnseen(UnaryOperator<FenceRow> change) {
        PostgresFence fence = engine.bean(PostgresFence.class);
        try {
            fence.flip(OWNERS, fence.read(OWNERS).epoch(), change, (connection, before) -> {}, Duration.ofSeconds(20));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private PhaseRouter router(boolean replicates) {
        return RouterForTests.over(engine, source, replicates);
    }

    private PhaseRouter router(Replication replication, Duration holdLimit) {
        return RouterForTests.over(engine, source, replication, holdLimit);
    }

    @Test
    void aReadOfTheReplicaCountsOnlyIfThePermitStillHolds() {
        String result = router(true).read(OWNERS, "key", () -> "source", () -> {
            setSource(Mode.RELAXED);
            return "target";
        });

        assertThat(result).isEqualTo("source");
    }

    @Test
    void aReadOfTheTargetCountsOnlyIfItStillDecides() {
        stand(Phase.TARGET);
        String result = router(true).read(OWNERS, "key", () -> "source", () -> {
            flipUnseen(row -> row.withState(FenceState.CLOSED).withPhase(Phase.BACKFILL));
            setSource(Mode.RELAXED);
            return "target";
        });

        assertThat(result).isEqualTo("source");
    }

    @Test
    void aWriteThatTheReplicaLacksRelaxesBeforeItIsAcknowledged() {
        for (Mode mode : List.of(Mode.STRICT, Mode.TIGHTENING)) {
            setSource(mode);
            router(false).run(OWNERS, List.of("key"), () -> {}, () -> {});
            assertThat(source.read(OWNERS).mode()).isEqualTo(Mode.RELAXED);
        }
    }

    @Test
    void aWriteThatTheReplicaHasLeavesItStrict() {
        router(true).run(OWNERS, List.of("key"), () -> {}, () -> {});
        assertThat(source.read(OWNERS).mode()).isEqualTo(Mode.STRICT);
    }

    /** What the source has lies before the mark that follows the close. */
    @Test
    void aCloseIsSeenWhileAWriteIsStillSynced() {
        AtomicReference<Mode> seen = new AtomicReference<>();
        router(
                        (unit, keys) -> {
                            setSource(Mode.CLOSED);
                            seen.set(source.permit(unit).orElseThrow().mode());
                            return true;
                        },
                        Duration.ofSeconds(20))
                .run(OWNERS, List.of("key"), () -> {}, () -> {});

        assertThat(seen).hasValue(Mode.CLOSED);
    }

    @Test
    void aCloseIsNotSeenWhileTheSourceWorksOnAWrite() {
        router(true)
                .run(
                        OWNERS,
                        List.of("key"),
                        () -> {
                            FenceDocument open = source.read(OWNERS);
                            source.replace(open, open.with(Mode.CLOSED));
                            assertThat(source.permit(OWNERS).orElseThrow().mode())
                                    .isEqualTo(Mode.STRICT);
                        },
                        () -> {});

        assertThat(source.permit(OWNERS).orElseThrow().mode()).isEqualTo(Mode.CLOSED);
    }

    @Test
    void aWriteOverWhichTheSourceIsClosedWaitsForItsSync() {
        AtomicInteger tries = new AtomicInteger();
        router(
                        (unit, keys) -> {
                            if (tries.getAndIncrement() == 0) {
                                setSource(Mode.CLOSED);
                            }
                            return tries.get() > 3;
                        },
                        Duration.ofSeconds(20))
                .run(OWNERS, List.of("key"), () -> {}, () -> {});

        assertThat(tries).hasValue(4);
    }

    @Test
    void aWriteOverWhichTheSourceIsClosedIsNotAcknowledgedUnsynced() {
        Replication never = (unit, keys) -> {
            if (source.read(unit).mode() != Mode.CLOSED) {
                setSource(Mode.CLOSED);
            }
            return false;
        };

        assertThatThrownBy(() -> router(never, Duration.ofMillis(100)).run(OWNERS, List.of("key"), () -> {}, () -> {}))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    /** What answered may have been another store. */
    @Test
    void aReadOverWhichTheConnectionWasLostIsMadeAgain() {
        setSource(Mode.RELAXED);
        AtomicInteger reads = new AtomicInteger();
        String read = router(true)
                .read(
                        OWNERS,
                        "read",
                        "key",
                        () -> {
                            if (reads.getAndIncrement() > 1) {
                                return "own";
                            }
                            engine.bean(Installation.class).sourceLost();
                            if (reads.get() == 1) {
                                throw new IllegalArgumentException("it is not there");
                            }
                            return "strange";
                        },
                        () -> "target");

        assertThat(read).isEqualTo("own");
    }

    @Test
    void aRefusalOverWhichTheConnectionWasLostIsNoAnswer() {
        assertThatThrownBy(() -> router(true)
                        .run(
                                OWNERS,
                                List.of("key"),
                                () -> {
                                    engine.bean(Installation.class).sourceLost();
                                    throw new IllegalArgumentException("it is not there");
                                },
                                () -> {}))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void anOperationThatSaysItselfThatItsOutcomeIsUnknownIsNotAnsweredOtherwise() {
        OutcomeUnknownException halfDone = new OutcomeUnknownException("half done", new MongoTimeoutException("away"));

        assertThatThrownBy(() -> router(true)
                        .run(
                                OWNERS,
                                List.of("key"),
                                () -> {
                                    throw halfDone;
                                },
                                () -> {}))
                .isSameAs(halfDone);
    }

    /** This instance has lost the target, and does not see the row that the others moved back. */
    @Test
    void goesByTheSourcesFenceWhenTheTargetDoesNotAnswer() {
        stand(Phase.TARGET);
        Supplier<String> away = () -> {
            throw new UnavailableException("away", Duration.ZERO, null);
        };

        assertThat(router(true).read(OWNERS, "read", "key", () -> "source", away))
                .isEqualTo("source");
        assertThat(router(true).write(OWNERS, List.of("key"), () -> "source", away))
                .isEqualTo("source");

        setSource(Mode.CLOSED);
        assertThatThrownBy(() -> router(true).read(OWNERS, "read", "key", () -> "source", away))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> router(true).write(OWNERS, List.of("key"), () -> "source", away))
                .isInstanceOf(UnavailableException.class);
    }
}
