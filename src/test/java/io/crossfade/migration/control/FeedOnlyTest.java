package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Router;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A unit that is replicated by its feeds alone: nothing within a request, no read from the replica, the classic short stop. */
class FeedOnlyTest {

    private static EngineForTests engine;
    private OwnersForTests owners;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start("crossfade.control.feed-only=owners");
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void switchReads() {
        owners = new OwnersForTests(engine);
        engine.stand(OWNERS, Phase.READ_SWITCH);
        engine.flip(OWNERS, row -> row.withPercent(100));
        await().until(() -> engine.bean(SourceFence.class)
                .permit(OWNERS)
                .filter(fence -> fence.percent() == 100 && fence.mode() == Mode.RELAXED)
                .isPresent());
    }

    private MoveReport move(Phase to) {
        return await().until(
                        () -> engine.bean(Moves.class)
                                .move(OWNERS, new Moves.Request(to, null, null, Requester.named("tester"), "a test")),
                        MoveReport::done);
    }

    @Test
    void writesTheSourceAloneAndTheFeedBringsIt() {
        ObjectId id = new ObjectId();
        owners.put(id, 1);

        assertThat(engine.bean(MeterRegistry.class)
                        .find("crossfade.replication")
                        .tag("unit", OWNERS)
                        .timers())
                .as("nothing within a request")
                .isEmpty();
        await().until(() -> owners.getFromTarget(id) == 1);
    }

    @Test
    void neverReadsTheReplica() {
        Router router = engine.bean(Router.class);
        for (int i = 0; i < 50; i++) {
            assertThat(router.<String>read(OWNERS, new ObjectId().toHexString(), () -> "source", () -> "target"))
                    .isEqualTo("source");
        }
        assertThat(engine.bean(SourceFence.class).read(OWNERS).mode()).isEqualTo(Mode.RELAXED);
    }

    @Test
    void holdsReadsWhileItIsClosed() {
        engine.keepOut("move:owners");
        FenceForTests.set(engine.bean(SourceFence.class), OWNERS, Mode.CLOSED);
        await().until(() -> engine.bean(SourceFence.class)
                .permit(OWNERS)
                .filter(fence -> fence.mode() == Mode.CLOSED)
                .isPresent());
        CompletableFuture<String> read = CompletableFuture.supplyAsync(
                () -> engine.bean(Router.class).read(OWNERS, "key", () -> "source", () -> "target"));
        assertThat(read).as("held").isNotDone();

        FenceForTests.set(engine.bean(SourceFence.class), OWNERS, Mode.RELAXED);

        assertThat(read.join()).isEqualTo("source");
        engine.execute("DELETE FROM crossfade.lease");
    }

    @Test
    void goesThereAndBackWithEveryWrite() throws Exception {
        ObjectId id = new ObjectId();
        owners.put(id, 1);

        cutover();

        assertThat(owners.get(id)).isEqualTo(1);
        owners.put(id, 2);
        move(Phase.READ_SWITCH);

        assertThat(engine.bean(SourceFence.class).read(OWNERS).mode()).isEqualTo(Mode.RELAXED);
        assertThat(owners.getFromSource(id)).isEqualTo(2);
    }

    /** Without the gates, which ask for a verification. */
    private void cutover() throws Exception {
        Cutover cutover = new Cutover(
                engine.bean(PostgresFence.class),
                engine.bean(UnitStates.class),
                engine.bean(SourceFence.class),
                engine.bean(Barrier.class),
                engine.bean(ControlProperties.class),
                engine.bean(Events.class));
        try (MoveLease.Held moving = await().until(
                        () -> engine.bean(MoveLease.class).tryHold(OWNERS), Optional::isPresent)
                .orElseThrow()) {
            cutover.forward(
                    engine.bean(UnitStates.class).get(OWNERS),
                    UnaryOperator.identity(),
                    (connection, before) -> {},
                    new Steps());
        }
    }
}
