package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Router;
import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which store serves, and what a replica's outage may do to a request: nothing. */
class PhaseRouterTest {

    private EngineForTests engine;
    private OwnersForTests owners;

    @BeforeEach
    void start() {
        engine = EngineForTests.start("crossfade.sync.request-limit=300ms", "crossfade.control.hold-limit=2600ms");
        owners = new OwnersForTests(engine);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void readSwitch(int percent) {
        engine.stand(OWNERS, Phase.READ_SWITCH);
        engine.flip(OWNERS, row -> row.withPercent(percent));
        await().until(() -> engine.bean(SourceFence.class)
                .permit(OWNERS)
                .filter(fence -> fence.mode() == Mode.STRICT && fence.percent() == percent)
                .isPresent());
    }

    private Mode mode() {
        return engine.bean(SourceFence.class).read(OWNERS).mode();
    }

    @Test
    void writesTheSourceAloneInTheFirstPhase() {
        ObjectId id = new ObjectId();
        owners.put(id, 1);
        assertThat(owners.get(id)).isEqualTo(1);
        assertThat(owners.getFromTarget(id)).isEqualTo(-1);
    }

    @Test
    void hasReplicatedWhenAWriteReturns() {
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        ObjectId id = new ObjectId();
        owners.put(id, 1);
        assertThat(owners.getFromTarget(id)).isEqualTo(1);
    }

    @Test
    void readsTheReplicaForThePercentageOfTheKeys() {
        readSwitch(50);
        Router router = engine.bean(Router.class);
        int atTarget = 0;
        for (int i = 0; i < 100; i++) {
            String key = new ObjectId().toHexString();
            String first = router.read(OWNERS, key, () -> "source", () -> "target");
            assertThat(router.read(OWNERS, key, () -> "source", () -> "target"))
                    .as("reads are sticky")
                    .isEqualTo(first);
            atTarget += first.equals("target") ? 1 : 0;
        }
        assertThat(atTarget).isBetween(20, 80);
    }

    @Test
    void answersInTimeAndReadsTheSourceWhenTheReplicaIsStuck() throws Exception {
        readSwitch(100);
        ObjectId id = new ObjectId();
        owners.put(id, 1);
        try (Connection blocker = engine.postgres().getConnection();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE owners IN EXCLUSIVE MODE");

            long start = System.nanoTime();
            owners.put(id, 2);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(mode()).as("the replica lacks an acknowledged write").isNotEqualTo(Mode.STRICT);
            assertThat(owners.getFromTarget(id)).isEqualTo(1);
            assertThat(owners.get(id))
                    .as("never older than what was acknowledged")
                    .isEqualTo(2);
            blocker.rollback();
        }
        await().until(() -> mode() == Mode.STRICT);
        assertThat(owners.getFromTarget(id)).as("made good by the feed").isEqualTo(2);
    }

    @Test
    void doesNotReadTheReplicaWhileAKeyIsQuarantined() {
        readSwitch(100);
        ObjectId id = new ObjectId();
        owners.put(id, 1);
        engine.execute("ALTER TABLE owners ADD CHECK ((settings ->> 'value')::int < 100)");

        owners.put(id, 500);

        assertThat(mode()).isNotEqualTo(Mode.STRICT);
        assertThat(owners.get(id)).isEqualTo(500);
        engine.execute("ALTER TABLE owners DROP CONSTRAINT owners_settings_check");
        owners.put(id, 501);
        await().until(() -> mode() == Mode.STRICT);
        assertThat(owners.getFromTarget(id)).isEqualTo(501);
    }

    @Test
    void holdsAWriteWhileTheTargetDrainsAndLetsItGoOn() {
        engine.stand(OWNERS, Phase.TARGET);
        engine.keepOut("move:owners");
        engine.flip(OWNERS, row -> row.withState(FenceState.DRAINING));
        ObjectId id = new ObjectId();
        CompletableFuture<Void> write = CompletableFuture.runAsync(() -> owners.put(id, 1));
        assertThat(write).isNotDone();

        engine.flip(OWNERS, row -> row.withState(FenceState.OPEN));

        assertThat(write).succeedsWithin(Duration.ofSeconds(5));
        assertThat(owners.getFromTarget(id)).isEqualTo(1);
    }

    @Test
    void givesUpHoldingAfterTheLimitWithoutHavingWritten() {
        engine.stand(OWNERS, Phase.TARGET);
        engine.keepOut("move:owners");
        engine.flip(OWNERS, row -> row.withState(FenceState.DRAINING));
        ObjectId id = new ObjectId();

        assertThatThrownBy(() -> owners.put(id, 1))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("changing its authority");

        assertThat(owners.getFromTarget(id)).isEqualTo(-1);
        assertThat(owners.getFromSource(id)).isEqualTo(-1);
    }

    @Test
    void servesFromTheTargetWhenTheSourceIsGone() {
        engine.stand(OWNERS, Phase.TARGET);
        engine.mongo().stop();
        ObjectId id = new ObjectId();

        owners.put(id, 3);

        assertThat(owners.get(id)).isEqualTo(3);
        engine.mongo().restart();
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> owners.getFromSource(id) == 3);
    }

    @Test
    void readsTheTargetAgainIfItsRowChangedMeanwhile() {
        engine.stand(OWNERS, Phase.TARGET);
        ObjectId id = new ObjectId();
        owners.putInTarget(id, 1);
        int read = engine.bean(Router.class).read(OWNERS, id.toHexString(), () -> -1, () -> {
            int value = owners.getFromTarget(id);
            if (value == 1) {
                // As if the source had decided for a while, and had acknowledged this.
                owners.putInTarget(id, 2);
                engine.execute("UPDATE crossfade.unit SET epoch = epoch + 2 WHERE name = 'owners'");
            }
            return value;
        });
        assertThat(read).isEqualTo(2);
    }

    @Test
    void saysThatNothingWasWrittenWhenTheSourceIsGone() {
        engine.mongo().stop();
        assertThatThrownBy(() -> owners.put(new ObjectId(), 1))
                .isInstanceOfAny(UnavailableException.class, io.crossfade.migration.OutcomeUnknownException.class);
        engine.mongo().restart();
    }
}
