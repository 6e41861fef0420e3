package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Phase;
import io.crossfade.testing.EngineForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is said of a move that was not made. */
@ExtendWith(OutputCaptureExtension.class)
class FailedMoveTest {

    private static final ControlProperties SOON = new ControlProperties(
            Duration.ofMillis(500),
            Duration.ofMillis(200),
            Duration.ofDays(1),
            Duration.ofMinutes(5),
            Duration.ofMillis(300),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Set.of(),
            "");

    private static EngineForTests engine;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static FenceRow row() {
        return engine.bean(UnitStates.class).get(OWNERS);
    }

    private static DrainedMoves drainedMoves() {
        return new DrainedMoves(
                engine.bean(PostgresFence.class),
                engine.bean(UnitStates.class),
                engine.bean(SourceFence.class),
                row -> List.of(),
                (unit, limit) -> true,
                SOON,
                new Events(new SimpleMeterRegistry()));
    }

    private static MoveReport run(FenceRow row, Phase to, MoveListener... listeners) {
        return new MoveExecution(
                        engine.bean(UnitStates.class),
                        engine.bean(PostgresFence.class),
                        engine.bean(SourceFence.class),
                        new Cutover(
                                engine.bean(PostgresFence.class),
                                engine.bean(UnitStates.class),
                                engine.bean(SourceFence.class),
                                (unit, limit) -> true,
                                SOON,
                                new Events(new SimpleMeterRegistry())),
                        drainedMoves(),
                        unit -> true,
                        List.of(listeners),
                        engine.bean(MoveLog.class),
                        engine.postgres(),
                        SOON,
                        new Events(new SimpleMeterRegistry()),
                        Clock.systemUTC())
                .run(row, new Moves.Request(to, null, null, Requester.named("tester"), null), List.of());
    }

    @Test
    void anotherWasFasterSoNothingWasDone() {
        FenceRow old = row();
        engine.flip(OWNERS, UnaryOperator.identity());

        MoveReport report = run(old, Phase.DUAL_WRITE);

        assertThat(report.outcome()).isEqualTo("undone");
        assertThat(report.epoch()).isEqualTo(row().epoch()).isGreaterThan(old.epoch());
        assertThat(report.message()).contains("decide again");
    }

    @Test
    void theLockWasNotToBeHadSoNothingWasDone(CapturedOutput output) throws Exception {
        try (Connection busy = engine.postgres().getConnection()) {
            busy.setAutoCommit(false);
            engine.bean(PostgresFence.class).enter(busy, OWNERS);
            MoveReport report = run(row(), Phase.DUAL_WRITE);
            busy.rollback();

            assertThat(report.outcome()).isEqualTo("undone");
            assertThat(report.message()).contains("try again");
            assertThat(output).contains("did not move from MONGO to DUAL_WRITE");
        }
    }

    @Test
    void theWayBackThatDidNotBeginHasNothingToUndo() throws Exception {
        engine.stand(OWNERS, Phase.TARGET);
        try (Connection busy = engine.postgres().getConnection()) {
            busy.setAutoCommit(false);
            engine.bean(PostgresFence.class).enter(busy, OWNERS);
            long start = System.nanoTime();
            MoveReport report = run(row(), Phase.READ_SWITCH);
            busy.rollback();

            assertThat(report.outcome()).isEqualTo("undone");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON.catchUpLimit());
        } finally {
            engine.stand(OWNERS, Phase.SOURCE);
        }
    }

    @Test
    void aForeignExceptionIsNamedAndNotQuoted() {
        MoveReport report = run(row(), Phase.DUAL_WRITE, new MoveListener() {
            @Override
            public void beforeMove(Gate.Move move, Requester by) {
                throw new IllegalStateException("a customer's value");
            }

            @Override
            public void standsAt(FenceRow row) {}
        });

        assertThat(report.outcome()).isEqualTo("failed");
        assertThat(report.message()).isEqualTo("IllegalStateException");
    }
}
