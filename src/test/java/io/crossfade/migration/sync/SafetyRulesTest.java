package io.crossfade.migration.sync;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.mongo.Command;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.FenceState;
import io.crossfade.migration.control.Pipeline;
import io.crossfade.migration.control.ReplicaWrites;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For each rule by which a sync by key is safe, the interleaving in which it would do harm without that rule. */
class SafetyRulesTest {

    private final ObjectId id = new ObjectId();
    private EngineForTests engine;
    private OwnersForTests owners;

    @BeforeEach
    void start() {
        engine = EngineForTests.start(
                "crossfade.feed.poll-interval=1h",
                "crossfade.feed.redrive-interval=1h",
                "crossfade.sync.source-limit=1s");
        owners = new OwnersForTests(engine);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    /** Without the followers: only what a test asks for is synced. */
    private void stand(Phase phase) {
        FenceState state = phase.isBefore(Phase.TARGET) ? FenceState.CLOSED : FenceState.OPEN;
        engine.execute("UPDATE crossfade.unit SET phase = '" + phase.code() + "', state = '" + state.code()
                + "', capturing = true WHERE name = 'owners'");
    }

    private CompletableFuture<SyncResult> syncing() {
        return concurrently(() -> engine.bean(KeySync.class).sync(OWNERS, List.of(id.toHexString())));
    }

    private void awaitOneThatWaits(String lockType) {
        await().until(() -> !engine.query("SELECT pid FROM pg_locks WHERE NOT granted AND locktype = '" + lockType
                        + "' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .isEmpty());
    }

    @Test
    void readsTheDocumentOnlyOnceItHoldsTheKeysLock() throws Exception {
        stand(Phase.DUAL_WRITE);
        owners.putInSource(id, 1);
        CompletableFuture<SyncResult> sync;
        try (Connection another = engine.postgres().getConnection()) {
            another.setAutoCommit(false);
            Pipeline pipeline = new Pipeline();
            KeyLocks.lock(pipeline, OWNERS, List.of(id.toHexString()));
            pipeline.run(another);
            sync = syncing();
            awaitOneThatWaits("advisory");
            owners.putInSource(id, 2);
            another.rollback();
        }

        assertThat(sync).succeedsWithin(Duration.ofSeconds(20));
        assertThat(owners.getFromTarget(id)).isEqualTo(2);
    }

    @Test
    void readsTheOutboxBeforeTheRow() throws Exception {
        stand(Phase.TARGET);
        owners.putInTarget(id, 1);
        CompletableFuture<SyncResult> sync;
        try (Connection another = engine.postgres().getConnection();
                Statement statement = another.createStatement()) {
            another.setAutoCommit(false);
            statement.execute("LOCK TABLE crossfade.outbox IN ACCESS EXCLUSIVE MODE");
            sync = syncing();
            awaitOneThatWaits("relation");
            statement.execute("UPDATE owners SET settings = '{\"value\": 2}'");
            another.commit();
        }

        assertThat(sync).succeedsWithin(Duration.ofSeconds(20));
        assertThat(engine.query("SELECT key FROM crossfade.outbox")).isEmpty();
        assertThat(owners.getFromSource(id))
                .as("no entry may go whose change was not carried over")
                .isEqualTo(2);
    }

    @Test
    void keepsAnEntryThatCameAfterItReadTheDocument() {
        stand(Phase.DUAL_WRITE);
        owners.putInSource(id, 1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch reading = hold(Command.named("find").and(Command.on(OWNERS)), goOn);

        CompletableFuture<SyncResult> sync = syncing();
        awaitLatch(reading);
        engine.execute("INSERT INTO crossfade.outbox (unit, key) VALUES ('owners', '" + OwnersForTests.uuid(id) + "')");
        goOn.countDown();

        assertThat(sync).succeedsWithin(Duration.ofSeconds(20));
        assertThat(engine.query("SELECT key FROM crossfade.outbox")).hasSize(1);
    }

    @Test
    void isNotQuietWhileAWriteToTheReplicaRuns() {
        stand(Phase.TARGET);
        owners.putInTarget(id, 1);
        ReplicaWrites writes = engine.bean(ReplicaWrites.class);
        await().until(() -> writes.quiet(OWNERS));
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch writing = hold(Command.writes().and(Command.on(OWNERS)), goOn);

        CompletableFuture<SyncResult> sync = syncing();
        awaitLatch(writing);
        assertThat(writes.quiet(OWNERS)).isFalse();
        goOn.countDown();

        assertThat(sync).succeedsWithin(Duration.ofSeconds(20));
        await().until(() -> writes.quiet(OWNERS));
    }

    @Test
    void isNotQuietAfterAWriteToTheReplicaWhoseEndIsUnknown() {
        stand(Phase.TARGET);
        owners.putInTarget(id, 1);
        ReplicaWrites writes = engine.bean(ReplicaWrites.class);
        await().until(() -> writes.quiet(OWNERS));
        engine.mongo().faults().refuse(Command.on(UnsettledWrites.COLLECTION), 2, "BadValue");
        engine.mongo().faults().dropAfter(Command.writes().and(Command.on(OWNERS)));

        assertThatThrownBy(() -> engine.bean(KeySync.class).sync(OWNERS, List.of(id.toHexString())))
                .isInstanceOf(SyncFailedException.class);

        assertThat(writes.quiet(OWNERS)).isFalse();
        assertThat(engine.query("SELECT key FROM crossfade.outbox")).hasSize(1);
    }

    /** Holds commands back until they may go on; the answer tells when the first one has come. */
    private CountDownLatch hold(Predicate<Command> which, CountDownLatch goOn) {
        CountDownLatch arrived = new CountDownLatch(1);
        engine.mongo().faults().refuse(command -> {
            if (which.test(command)) {
                arrived.countDown();
                awaitLatch(goOn);
            }
            return false;
        });
        return arrived;
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
