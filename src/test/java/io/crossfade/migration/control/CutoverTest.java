package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.Phase;
import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The authority goes there and back while writers write and readers read; nothing acknowledged is lost, no read is stale. */
class CutoverTest {

    private EngineForTests engine;
    private OwnersForTests owners;
    private Cutover cutover;
    private DrainedMoves drainedMoves;

    @BeforeEach
    void start() {
        engine = EngineForTests.start();
        owners = new OwnersForTests(engine);
        cutover = new Cutover(
                engine.bean(PostgresFence.class),
                engine.bean(UnitStates.class),
                engine.bean(SourceFence.class),
                engine.bean(Barrier.class),
                engine.bean(ControlProperties.class),
                engine.bean(Events.class));
        drainedMoves = new DrainedMoves(
                engine.bean(PostgresFence.class),
                engine.bean(UnitStates.class),
                engine.bean(SourceFence.class),
                row -> List.of(),
                engine.bean(Barrier.class),
                engine.bean(ControlProperties.class),
                engine.bean(Events.class));
        engine.stand(OWNERS, Phase.READ_SWITCH);
        engine.flip(OWNERS, row -> row.withPercent(50));
        await().until(() -> engine.bean(SourceFence.class).read(OWNERS).mode() == Mode.STRICT);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private FenceRow row() {
        return engine.bean(UnitStates.class).get(OWNERS);
    }

    private MoveLease.Held lease() {
        MoveLease lease = engine.bean(MoveLease.class);
        return await().until(() -> lease.tryHold(OWNERS), Optional::isPresent).orElseThrow();
    }

    private FenceRow forward() throws Exception {
        try (MoveLease.Held moving = lease()) {
            return cutover.forward(row(), UnaryOperator.identity(), (connection, before) -> {}, new Steps());
        }
    }

    private FenceRow back() throws Exception {
        try (MoveLease.Held moving = lease()) {
            return drainedMoves.back(row(), UnaryOperator.identity(), (connection, before) -> {}, new Steps());
        }
    }

    /** One register: a writer that counts up, and readers that must never see less than what was acknowledged before. */
    private final class Register {
        private final ObjectId id = new ObjectId();
        private final AtomicInteger acknowledged = new AtomicInteger(-1);
        private int next;

        void write() {
            int value = ++next;
            try {
                owners.put(id, value);
                acknowledged.set(value);
            } catch (OutcomeUnknownException | UnavailableException notAcknowledged) {
                // Either is allowed; a later write tells.
            }
        }

        void read() {
            int least = acknowledged.get();
            assertThat(owners.get(id)).isGreaterThanOrEqualTo(least);
        }
    }

    @Test
    void losesNoWriteAndShowsNoStaleReadGoingThereAndBackUnderLoad() throws Exception {
        List<Register> registers = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                Register register = new Register();
                registers.add(register);
                running.add(executor.submit(() -> {
                    while (!enough.get()) {
                        register.write();
                    }
                }));
                running.add(executor.submit(() -> {
                    while (!enough.get()) {
                        register.read();
                    }
                }));
            }
            try {
                for (int i = 0; i < 5; i++) {
                    await().until(() ->
                            engine.bean(SourceFence.class).read(OWNERS).mode() == Mode.STRICT);
                    assertThat(forward().state()).isEqualTo(FenceState.OPEN);
                    assertThat(back().state()).isEqualTo(FenceState.CLOSED);
                }
            } finally {
                enough.set(true);
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        for (Register register : registers) {
            assertThat(register.acknowledged.get()).isPositive();
            assertThat(owners.getFromSource(register.id)).isGreaterThanOrEqualTo(register.acknowledged.get());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> owners.getFromTarget(register.id) == owners.getFromSource(register.id));
        }
    }

    @Test
    void doesNotBeginUnlessStrict() {
        SourceFence fence = engine.bean(SourceFence.class);
        engine.execute("INSERT INTO crossfade.quarantine (unit, key, reason) VALUES ('owners', 'k', 'test')");
        await().until(() -> fence.read(OWNERS).mode() == Mode.RELAXED);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(this::forward))
                .isInstanceOf(MoveUndoneException.class)
                .hasMessageContaining("not strict");
        assertThat(row().phase()).isEqualTo(Phase.READ_SWITCH);
    }

    @Test
    void reopensTheSourceWhenTheStreamCannotBeDrained() {
        ObjectId id = new ObjectId();
        owners.put(id, 1);
        Cutover deaf = new Cutover(
                engine.bean(PostgresFence.class),
                engine.bean(UnitStates.class),
                engine.bean(SourceFence.class),
                (unit, limit) -> false,
                engine.bean(ControlProperties.class),
                engine.bean(Events.class));

        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> deaf.forward(row(), UnaryOperator.identity(), (connection, before) -> {}, new Steps())))
                .isInstanceOf(MoveUndoneException.class);

        assertThat(engine.bean(SourceFence.class).read(OWNERS).mode()).isEqualTo(Mode.STRICT);
        owners.put(id, 2);
        assertThat(owners.getFromSource(id)).isEqualTo(2);
    }

    @Test
    void staysAtTheTargetWhenItsOutboxCannotBeDrained() throws Exception {
        forward();
        engine.mongo().stop();
        owners.put(new ObjectId(), 1);

        assertThat(org.assertj.core.api.Assertions.catchThrowable(this::back)).isInstanceOf(MoveUndoneException.class);

        assertThat(row().state()).isEqualTo(FenceState.OPEN);
        assertThat(row().phase()).isEqualTo(Phase.TARGET);
        owners.put(new ObjectId(), 2);
        engine.mongo().restart();
    }

    @Test
    void undoesWhatAnotherLeftDraining() throws Exception {
        forward();
        engine.flip(OWNERS, row -> row.withState(FenceState.DRAINED));

        engine.restart();

        await().until(() -> row().state() == FenceState.OPEN);
        owners = new OwnersForTests(engine);
        ObjectId id = new ObjectId();
        owners.put(id, 7);
        assertThat(owners.get(id)).isEqualTo(7);
    }

    @Test
    void finishesWhatAnotherLeftClosedSoThatItsLateFlipFails() {
        FenceRow before = row();
        FenceForTests.set(engine.bean(SourceFence.class), OWNERS, Mode.CLOSED);

        await().until(() -> FenceForTests.mode(engine.bean(SourceFence.class), OWNERS) == Mode.STRICT);

        assertThat(row().epoch()).isGreaterThan(before.epoch());
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> engine.bean(PostgresFence.class)
                        .flip(
                                OWNERS,
                                before.epoch(),
                                row -> row.withState(FenceState.OPEN).withPhase(Phase.TARGET),
                                (connection, row) -> {},
                                Duration.ofSeconds(5))))
                .isInstanceOf(StaleEpochException.class);
    }
}
