package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way back to STRICT, step by step; each step left out would let a read miss an acknowledged write. */
class StrictKeeperTest {

    private static EngineForTests engine;

    /** This test's own, which the running engine leaves alone. */
    private MongoFence fence;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
        engine.stand(OWNERS, Phase.READ_SWITCH);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void beRelaxed() {
        fence = FenceForTests.over(engine, engine.bean(UnitStates.class).get(OWNERS));
    }

    private Mode modeAfter(Barrier barrier, QuarantineCount quarantined) throws InterruptedException {
        keeper(barrier, quarantined).tighten();
        return fence.read(OWNERS).mode();
    }

    private StrictKeeper keeper(Barrier barrier, QuarantineCount quarantined) {
        return new StrictKeeper(
                engine.bean(UnitStates.class),
                fence,
                barrier,
                quarantined,
                Duration.ofSeconds(5),
                new Events(new SimpleMeterRegistry()));
    }

    @Test
    void writesItsMarkOnlyAfterTightening() throws InterruptedException {
        List<Mode> seen = new ArrayList<>();
        Mode after = modeAfter(
                (unit, limit) -> {
                    seen.add(fence.read(unit).mode());
                    return true;
                },
                unit -> 0);

        assertThat(seen).containsExactly(Mode.TIGHTENING);
        assertThat(after).isEqualTo(Mode.STRICT);
    }

    @Test
    void staysRelaxedIfTheMarkIsNotReached() throws InterruptedException {
        assertThat(modeAfter((unit, limit) -> false, unit -> 0)).isEqualTo(Mode.RELAXED);
    }

    @Test
    void staysRelaxedIfAKeyIsQuarantinedMeanwhile() throws InterruptedException {
        AtomicLong quarantined = new AtomicLong();
        Mode after = modeAfter(
                (unit, limit) -> {
                    quarantined.set(1);
                    return true;
                },
                unit -> quarantined.get());

        assertThat(after).isEqualTo(Mode.RELAXED);
    }

    @Test
    void leavesItToTheWriterThatLostTheReplicaMeanwhile() throws InterruptedException {
        Mode after = modeAfter(
                (unit, limit) -> {
                    FenceForTests.set(fence, unit, Mode.RELAXED);
                    return true;
                },
                unit -> 0);

        assertThat(after).isEqualTo(Mode.RELAXED);
    }
}
