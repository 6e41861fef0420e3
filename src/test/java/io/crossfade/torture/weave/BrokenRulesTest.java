package io.crossfade.torture.weave;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.embedded.mongo.Command;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.FenceDocument;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.FenceState;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.control.Pipeline;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.control.SourceFence;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SyncFailedException;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule, taken out of the running engine, is not kept any more. */
class BrokenRulesTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ObjectId id = new ObjectId();
    private EngineForTests engine;
    private OwnersForTests owners;

    @BeforeEach
    void start() {
        engine = EngineForTests.start("crossfade.feed.save-interval=1h");
        owners = new OwnersForTests(engine);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static Weaving without(Rule rule) {
        return new Weaving(failure -> {
                    throw new AssertionError(failure);
                })
                .without(rule)
                .install(ByteBuddyAgent.install());
    }

    private String key() {
        return id.toHexString();
    }

    private void lock(Connection connection) throws Exception {
        connection.setAutoCommit(false);
        Method lock = new Joinpoint("migration.sync.KeyLocks", "lock", 3).find().getFirst();
        lock.setAccessible(true);
        Pipeline pipeline = new Pipeline();
        lock.invoke(null, pipeline, OWNERS, List.of(key()));
        pipeline.run(connection);
    }

    private void awaitOneThatWaits() {
        await().atMost(LIMIT)
                .until(() -> !engine.query("SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
                                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                        .isEmpty());
    }

    @Test
    void theSourceIsReadBeforeTheLock() throws Exception {
        engine.execute("UPDATE crossfade.unit SET phase = 'dual_write', capturing = true WHERE name = 'owners'");
        owners.putInSource(id, 1);
        CompletableFuture<?> sync;
        try (Weaving woven = without(Rule.READ_UNDER_LOCK);
                Connection another = engine.postgres().getConnection()) {
            lock(another);
            sync = CompletableFuture.runAsync(() -> engine.bean(KeySync.class).sync(OWNERS, List.of(key())));
            awaitOneThatWaits();
            owners.putInSource(id, 2);
            another.rollback();
            assertThat(sync).succeedsWithin(LIMIT);
        }
        assertThat(owners.getFromTarget(id)).isEqualTo(1);
    }

    @Test
    void aStrangeStoreIsActedOn() {
        engine.stand(OWNERS, Phase.SHADOW_READ);
        engine.database()
                .getCollection("crossfade_fence")
                .updateOne(
                        Filters.eq("_id", "(installation)"),
                        Updates.set("installation", UUID.randomUUID().toString()));
        await().until(() -> engine.bean(Installation.class).problem().isPresent());
        owners.putInSource(id, 1);

        assertThatThrownBy(() -> engine.bean(KeySync.class).sync(OWNERS, List.of(key())))
                .isInstanceOf(SyncFailedException.class);
        try (Weaving woven = without(Rule.STORES_BELONG_TOGETHER)) {
            engine.bean(SourceFence.class).read(OWNERS);
            engine.bean(KeySync.class).sync(OWNERS, List.of(key()));
        }
        assertThat(owners.getFromTarget(id)).isEqualTo(1);
    }

    @Test
    void touchedKeysAreNotRecorded() throws Exception {
        engine.execute("UPDATE crossfade.unit SET phase = 'backfill', recording = true WHERE name = 'owners'");
        owners.putInSource(id, 1);
        // As a chunk does: as long as it runs what it may need is not forgotten.
        try (Connection chunk = engine.postgres().getConnection()) {
            chunk.setAutoCommit(false);
            engine.bean(PostgresFence.class).enter(chunk, OWNERS);
            try (Weaving woven = without(Rule.TOUCHED_KEYS)) {
                engine.bean(KeySync.class).sync(OWNERS, List.of(key()));
                assertThat(owners.getFromTarget(id)).isEqualTo(1);
                assertThat(engine.query("SELECT key FROM crossfade.touched")).isEmpty();
            }
            engine.bean(KeySync.class).sync(OWNERS, List.of(key()));
            assertThat(engine.query("SELECT key FROM crossfade.touched")).containsExactly(key());
            chunk.rollback();
        }
    }

    @Test
    void thePositionIsSavedBeforeItsWork() throws Exception {
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        assertThat(engine.bean(Feed.class).awaitSourceMark(OWNERS, LIMIT)).isTrue();
        List<String> before = engine.query("SELECT token FROM crossfade.checkpoint WHERE unit = 'owners'");
        try (Weaving woven = without(Rule.POSITION_AFTER_WORK);
                Connection another = engine.postgres().getConnection()) {
            lock(another);
            owners.putInSource(id, 1);
            await().atMost(LIMIT)
                    .until(() -> !engine.query("SELECT token FROM crossfade.checkpoint WHERE unit = 'owners'")
                            .equals(before));
            awaitOneThatWaits();
            assertThat(owners.getFromTarget(id)).isEqualTo(-1);
            another.rollback();
            await().atMost(LIMIT).until(() -> owners.getFromTarget(id) == 1);
        }
    }

    private SourceFence fence() {
        return engine.bean(SourceFence.class);
    }

    private void standStrict() {
        engine.stand(OWNERS, Phase.READ_SWITCH);
        await().atMost(LIMIT).until(() -> fence().read(OWNERS).mode() == Mode.STRICT);
    }

    /** With the lease on the unit's moves, as a move has it: without, it may look half done and be taken over. */
    private FenceRow forward() throws Exception {
        Object moves = engine.bean(Moves.class);
        Object lease = BrokenRules.field(moves, "lease");
        Object cutover = BrokenRules.field(BrokenRules.field(moves, "execution"), "cutover");
        Constructor<?> steps =
                Class.forName("io.crossfade.migration.control.Steps").getDeclaredConstructor();
        steps.setAccessible(true);
        PostgresFence.UnderLock nothing = (connection, before) -> {};
        Optional<?> held = await().atMost(LIMIT)
                .until(() -> (Optional<?>) BrokenRules.call(lease, "tryHold", OWNERS), Optional::isPresent);
        try (AutoCloseable holding = (AutoCloseable) held.orElseThrow()) {
            FenceRow row = engine.bean(UnitStates.class).get(OWNERS);
            return (FenceRow) BrokenRules.call(
                    cutover, "forward", row, UnaryOperator.<FenceRow>identity(), nothing, steps.newInstance());
        }
    }

    @Test
    void theMarkIsWrittenBeforeTheSourceIsClosed() throws Exception {
        standStrict();
        List<Mode> modes = new CopyOnWriteArrayList<>();
        try (Weaving woven = without(Rule.DRAIN_MARK)) {
            engine.mongo().faults().refuse(command -> {
                if (Command.named("insert").and(Command.on("crossfade_marks")).test(command)) {
                    modes.add(fence().permit(OWNERS).orElseThrow().mode());
                }
                return false;
            });
            assertThat(forward().state()).isEqualTo(FenceState.OPEN);
        }
        assertThat(modes).containsExactly(Mode.STRICT);
    }

    @Test
    void anInstanceThatDoesNotAnswerIsNotWaitedFor() throws Exception {
        standStrict();
        engine.database()
                .getCollection("crossfade_instance")
                .insertOne(new Document("_id", "silent")
                        .append("address", "elsewhere")
                        .append("version", "1")
                        .append("startedAt", new Date())
                        .append("beat", 1L)
                        .append("seen", List.of()));
        assertThatThrownBy(this::forward).hasMessageContaining("elsewhere");
        try (Weaving woven = without(Rule.ALL_INSTANCES_ANSWER)) {
            assertThat(forward().state()).isEqualTo(FenceState.OPEN);
        }
    }

    @Test
    void theSourceIsNotAskedAfterAWrite() {
        standStrict();
        FenceDocument before = fence().read(OWNERS);
        FenceDocument ofAnotherTerm = new FenceDocument(
                OWNERS,
                before.epoch(),
                before.change(),
                before.term() - 1,
                before.mode(),
                before.modeEpoch(),
                before.modeSince(),
                before.strictBefore(),
                before.phase(),
                before.percent());
        assertThat(fence().afterWrite(ofAnotherTerm)).isEmpty();
        try (Weaving woven = without(Rule.PERMIT_AFTER_WRITE)) {
            assertThat(fence().afterWrite(ofAnotherTerm)).contains(ofAnotherTerm);
        }
    }

    @Test
    void olderPermitsAreNotWaitedFor() throws Exception {
        standStrict();
        FenceDocument strict = fence().read(OWNERS);
        FenceDocument relaxed = new FenceDocument(
                OWNERS,
                strict.epoch() + 1,
                "test",
                strict.term(),
                Mode.RELAXED,
                strict.epoch() + 1,
                null,
                false,
                strict.phase(),
                strict.percent());
        try (Weaving woven = without(Rule.RELAXED_WAIT)) {
            assertThat(fence().awaitRelaxedEverywhere(relaxed)).isFalse();
        }
        assertThat(fence().awaitRelaxedEverywhere(relaxed)).isTrue();
    }
}
