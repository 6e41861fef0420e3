package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever takes a right away waits for the instance that still holds a permit to it: it gives signs of life and looks no more. */
class OlderPermitsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(100);

    private static EngineForTests engine;

    private final AtomicInteger marks = new AtomicInteger();
    /** The mark before a cutover begins tells nothing of permits. */
    private final Barrier barrier = (unit, limit) -> {
        if (fence().read(unit).mode() != Mode.STRICT) {
            marks.incrementAndGet();
        }
        return true;
    };

    private final AtomicBoolean otherLooks = new AtomicBoolean();
    private MongoFence fence;
    private MongoFence other;

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
    void standInTwoInstances() {
        String database = "fence_" + UUID.randomUUID();
        fence = FenceForTests.instance(engine, database, LONG, LONG);
        other = FenceForTests.instance(engine, database, LONG, LONG);
        FenceForTests.create(engine, database, row());
        fence.refresh(List.of(row()));
        other.refresh(List.of());
    }

    /** From now on every change is seen at once by the one, and by the other if it looks. */
    private void follow() {
        long seen = other.permit(OWNERS).orElseThrow().epoch();
        Runnable look = () -> {
            fence.refresh(List.of());
            if (otherLooks.get()) {
                other.refresh(List.of());
            } else {
                other.instances().beat(java.util.Map.of(OWNERS, seen));
            }
        };
        fence.whenChanged(look, look);
    }

    private MongoFence fence() {
        return fence;
    }

    private FenceRow row() {
        return engine.bean(UnitStates.class).get(OWNERS);
    }

    private void setBoth(Mode mode) {
        FenceForTests.set(fence, OWNERS, mode);
        other.refresh(List.of());
    }

    private boolean leaveReadSwitch() throws InterruptedException {
        return new SourceFenceFollower(fence).follow(row().withPhase(Phase.SHADOW_READ), SHORT);
    }

    @Test
    void thePhaseWithoutReadsOfTheReplicaComesAfterTheLastPermitToReadIt() throws InterruptedException {
        setBoth(Mode.STRICT);
        follow();

        assertThat(leaveReadSwitch()).isFalse();
        assertThat(fence.read(OWNERS).mode()).isEqualTo(Mode.RELAXED);
        assertThat(fence.read(OWNERS).phase()).isEqualTo(Phase.READ_SWITCH);

        other.refresh(List.of());
        assertThat(leaveReadSwitch()).isTrue();
        assertThat(fence.read(OWNERS).phase()).isEqualTo(Phase.SHADOW_READ);
    }

    private Mode tightened() throws InterruptedException {
        new StrictKeeper(
                        engine.bean(UnitStates.class),
                        fence,
                        barrier,
                        Set::of,
                        List::of,
                        SHORT,
                        new Events(new SimpleMeterRegistry()))
                .look();
        return fence.read(OWNERS).mode();
    }

    @Test
    void theMarkOfStrictnessComesAfterTheLastPermitToDoWithoutTheReplica() throws InterruptedException {
        follow();
        assertThat(tightened()).isEqualTo(Mode.RELAXED);
        assertThat(marks).hasValue(0);

        otherLooks.set(true);
        assertThat(tightened()).isEqualTo(Mode.STRICT);
        assertThat(marks).hasValue(1);
    }

    private FenceRow cutOver() throws Exception {
        ControlProperties soon = new ControlProperties(
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofDays(1),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Set.of(),
                "");
        return new Cutover(
                        engine.bean(PostgresFence.class),
                        engine.bean(UnitStates.class),
                        fence,
                        barrier,
                        soon,
                        new Events(new SimpleMeterRegistry()))
                .forward(row(), UnaryOperator.identity(), (connection, before) -> {}, new Steps());
    }

    @Test
    void theSourceIsDrainedAfterTheLastPermitToWriteToIt() {
        setBoth(Mode.STRICT);
        follow();

        assertThatThrownBy(this::cutOver)
                .isInstanceOf(MoveUndoneException.class)
                .hasMessageContaining("Not every instance has seen");

        assertThat(marks).hasValue(0);
        assertThat(row().state()).isEqualTo(FenceState.CLOSED);
        assertThat(fence.read(OWNERS).mode()).isEqualTo(Mode.STRICT);
    }
}
