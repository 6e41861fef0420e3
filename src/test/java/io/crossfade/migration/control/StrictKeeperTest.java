package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.migration.verify.Verification;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The way back to STRICT, step by step; each step left out would let a read miss an acknowledged write. */
@ExtendWith(OutputCaptureExtension.class)
class StrictKeeperTest {

    private static EngineForTests engine;

    /** This test's own, which the running engine leaves alone. */
    private MongoFence fence;

    private List<String> cutOff = List.of();

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

    private Mode modeAfter(Barrier barrier, ReplicaGaps gaps) throws InterruptedException {
        keeper(barrier, gaps).look();
        return fence.read(OWNERS).mode();
    }

    private StrictKeeper keeper(Barrier barrier, ReplicaGaps gaps) {
        return keeper(barrier, gaps, Duration.ofSeconds(5));
    }

    private StrictKeeper keeper(Barrier barrier, ReplicaGaps gaps, Duration permitOver) {
        return new StrictKeeper(
                engine.bean(UnitStates.class),
                fence,
                barrier,
                gaps,
                () -> cutOff,
                permitOver,
                new Events(new SimpleMeterRegistry()));
    }

    @Test
    void warnsOnceOfAUnitThatStaysRelaxed(CapturedOutput output) throws InterruptedException {
        StrictKeeper keeper = keeper((unit, limit) -> true, () -> Set.of(OWNERS), Duration.ofMillis(5));
        String told = "Unit 'owners': it stays RELAXED";

        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            keeper.look();
            return output.getOut().contains(told);
        });
        for (int i = 0; i < 5; i++) {
            keeper.look();
        }
        assertThat(output.getOut().split(told, -1)).hasSize(2);
        assertThat(output).contains("PostgreSQL lacks something");
    }

    @Test
    void writesItsMarkOnlyAfterTightening() throws InterruptedException {
        List<Mode> seen = new ArrayList<>();
        Mode after = modeAfter(
                (unit, limit) -> {
                    seen.add(fence.read(unit).mode());
                    return true;
                },
                Set::of);

        assertThat(seen).containsExactly(Mode.TIGHTENING);
        assertThat(after).isEqualTo(Mode.STRICT);
    }

    @Test
    void staysRelaxedIfTheMarkIsNotReached() throws InterruptedException {
        assertThat(modeAfter((unit, limit) -> false, Set::of)).isEqualTo(Mode.RELAXED);
    }

    @Test
    void staysRelaxedIfAGapOpensMeanwhile() throws InterruptedException {
        Set<String> gaps = new HashSet<>();
        Mode after = modeAfter((unit, limit) -> gaps.add(unit), () -> gaps);

        assertThat(after).isEqualTo(Mode.RELAXED);
    }

    @Test
    void doesNotTightenWhileThereIsAGap() throws InterruptedException {
        long epoch = fence.read(OWNERS).epoch();

        assertThat(modeAfter((unit, limit) -> true, () -> Set.of(OWNERS))).isEqualTo(Mode.RELAXED);
        assertThat(fence.read(OWNERS).epoch()).isEqualTo(epoch);
    }

    @Test
    void relaxesAUnitWhoseReplicaHasAGap() throws InterruptedException {
        FenceForTests.set(fence, OWNERS, Mode.STRICT);

        assertThat(modeAfter((unit, limit) -> true, () -> Set.of(OWNERS))).isEqualTo(Mode.RELAXED);
    }

    @Test
    void leavesAUnitAloneWhileTheTargetCannotBeAsked() throws InterruptedException {
        ReplicaGaps away = () -> {
            throw new SQLException("away", "08006");
        };
        assertThat(modeAfter((unit, limit) -> true, away)).isEqualTo(Mode.RELAXED);

        FenceForTests.set(fence, OWNERS, Mode.STRICT);
        assertThat(modeAfter((unit, limit) -> true, away)).isEqualTo(Mode.STRICT);
    }

    @Test
    void staysRelaxedWhileAnInstanceAloneCannotReachTheTarget() throws InterruptedException {
        cutOff = List.of("alone:8080");

        assertThat(modeAfter((unit, limit) -> true, Set::of)).isEqualTo(Mode.RELAXED);
    }

    @Test
    void relaxesAUnitThatWasAboutToBecomeStrict() throws InterruptedException {
        FenceForTests.set(fence, OWNERS, Mode.TIGHTENING);

        assertThat(modeAfter((unit, limit) -> true, () -> Set.of(OWNERS))).isEqualTo(Mode.RELAXED);
    }

    /** What the keys set aside and the lost history are, on the running engine. */
    @Test
    void letsNoReadGoToAReplicaThatMissedChangesUntilARepair() throws Exception {
        SourceFence running = engine.bean(SourceFence.class);
        await().until(() -> running.read(OWNERS).mode() == Mode.STRICT);
        engine.mongo().faults().loseHistory();
        new OwnersForTests(engine).putInSource(new ObjectId(), 1);
        await().until(() -> running.read(OWNERS).mode() == Mode.RELAXED);

        engine.bean(Verification.class).run(OWNERS, true);

        await().until(() -> running.read(OWNERS).mode() == Mode.STRICT);
    }

    @Test
    void leavesItToTheWriterThatLostTheReplicaMeanwhile() throws InterruptedException {
        Mode after = modeAfter(
                (unit, limit) -> {
                    FenceForTests.set(fence, unit, Mode.RELAXED);
                    return true;
                },
                Set::of);

        assertThat(after).isEqualTo(Mode.RELAXED);
    }
}
