package io.crossfade.migration.sync;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.mongo.Command;
import io.crossfade.embedded.mongo.Faults;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.FenceState;
import io.crossfade.migration.control.MoveReport;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.control.ReplicaWrites;
import io.crossfade.migration.control.Requester;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A write to the source as replica stays in the network beyond every limit, and arrives when it can do the most harm. */
class LateReplicaWriteTest {

    private final ObjectId id = new ObjectId();
    private final CountDownLatch arrives = new CountDownLatch(1);
    private EngineForTests engine;
    private OwnersForTests owners;

    @BeforeEach
    void decideInTheTarget() {
        engine = EngineForTests.start();
        owners = new OwnersForTests(engine);
        engine.stand(OWNERS, Phase.TARGET);
    }

    @AfterEach
    void stop() {
        arrives.countDown();
        engine.close();
    }

    /** The first write of the key stays on its way; later ones have brought the key's newer value. */
    private void leaveAnOldWriteOnItsWay() {
        Predicate<Command> first = Faults.first(1, Command.writes().and(Command.on(OWNERS)));
        engine.mongo().faults().refuse(command -> {
            if (first.test(command)) {
                awaitLatch(arrives);
            }
            return false;
        });
        owners.put(id, 1);
        await().until(() -> owners.getFromSource(id) == 1);
        owners.put(id, 2);
        await().until(() -> owners.getFromSource(id) == 2 && outboxIsEmpty());
        await("the follower knows of it")
                .until(() -> moves().dryRun(OWNERS, back()).allGatesHold());
    }

    private boolean outboxIsEmpty() {
        return engine.query("SELECT key FROM crossfade.outbox").isEmpty();
    }

    private Moves moves() {
        return engine.bean(Moves.class);
    }

    private static Moves.Request back() {
        return new Moves.Request(Phase.READ_SWITCH, null, null, Requester.named("test"), "test");
    }

    private MoveReport moveBack() {
        return moves().move(OWNERS, back());
    }

    @Test
    void doesNothingOnceTheSourceDecidesAgain() {
        leaveAnOldWriteOnItsWay();
        await().until(() -> engine.bean(ReplicaWrites.class).quiet(OWNERS));
        await().atMost(Duration.ofSeconds(20)).until(() -> moveBack().done());
        owners.put(id, 3);

        arrives.countDown();

        await().during(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(20))
                .failFast(() -> assertThat(owners.getFromSource(id)).isEqualTo(3))
                .until(() -> owners.getFromTarget(id) == 3);
    }

    @Test
    void isNoticedBeforeTheSourceDecidesAgain() throws Exception {
        Faults.Fault unsettled = engine.mongo().faults().refuse(Command.on(UnsettledWrites.COLLECTION));
        leaveAnOldWriteOnItsWay();
        assertThat(engine.bean(ReplicaWrites.class).quiet(OWNERS)).isFalse();
        CompletableFuture<MoveReport> back = CompletableFuture.supplyAsync(
                this::moveBack, task -> Thread.ofVirtual().start(task));
        await().failFast(() -> assertThat(back).isNotDone())
                .until(() -> engine.bean(PostgresFence.class).read(OWNERS).state() == FenceState.DRAINED);

        arrives.countDown();
        await().until(() -> owners.getFromSource(id) == 1);
        unsettled.close();

        assertThat(back.get(20, TimeUnit.SECONDS).outcome()).isEqualTo("undone");
        await().until(() -> owners.getFromSource(id) == 2);
        await().atMost(Duration.ofSeconds(20)).until(() -> moveBack().done());
        assertThat(owners.get(id)).isEqualTo(2);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
