package io.crossfade.migration.feed;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.mongo.Command;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.MoveReport;
import io.crossfade.migration.control.Moves;
import io.crossfade.migration.control.Requester;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed is the backstop: it begins in time, keeps its place until its work is done, and never skips in silence. */
class SafetyRulesTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ObjectId id = new ObjectId();
    private EngineForTests engine;
    private OwnersForTests owners;
    private Feed feed;

    @BeforeEach
    void start() {
        engine = EngineForTests.start("crossfade.feed.save-interval=1h");
        owners = new OwnersForTests(engine);
        feed = engine.bean(Feed.class);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private List<String> losses() {
        return engine.query("SELECT lost_reason FROM crossfade.checkpoint WHERE lost_at IS NOT NULL");
    }

    @Test
    void hasItsPositionBeforeTheUnitReplicates() {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch arrived = hold(Command.named("aggregate"), goOn);
        CompletableFuture<MoveReport> move = concurrently(() -> engine.bean(Moves.class)
                .move(OWNERS, new Moves.Request(Phase.DUAL_WRITE, null, null, Requester.named("tester"), null)));
        awaitLatch(arrived);
        List<String> phase = engine.query("SELECT phase FROM crossfade.unit WHERE name = 'owners'");
        goOn.countDown();

        assertThat(move).succeedsWithin(LIMIT).satisfies(report -> assertThat(report.done())
                .isTrue());
        assertThat(phase).as("when the stream was opened first").containsExactly(Phase.SOURCE.code());
        assertThat(losses()).isEmpty();
    }

    @Test
    void savesItsPositionOnlyAfterItsWork() throws Exception {
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        assertThat(feed.awaitSourceMark(OWNERS, LIMIT)).isTrue();
        awaitSaved();
        try (Connection another = engine.postgres().getConnection();
                Statement statement = another.createStatement()) {
            another.setAutoCommit(false);
            statement.execute("LOCK TABLE crossfade.checkpoint IN EXCLUSIVE MODE");
            owners.putInSource(id, 1);

            await().until(() -> owners.getFromTarget(id) == 1);
            another.rollback();
        }
    }

    /** From then on nothing but work makes it save: the mark is erased, and that it was is saved too. */
    private void awaitSaved() {
        AtomicReference<List<String>> last = new AtomicReference<>(List.of());
        await().during(Duration.ofSeconds(1)).until(() -> {
            List<String> token = engine.query("SELECT token::text FROM crossfade.checkpoint WHERE unit = 'owners'");
            return written().isEmpty() && token.equals(last.getAndSet(token));
        });
    }

    @Test
    void isAtAMarkOnlyOnceWhatCameInTheSameBatchIsDone() throws Exception {
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        CountDownLatch goOn = new CountDownLatch(1);
        awaitLatch(hold(Command.named("getMore"), goOn));
        try (Connection another = engine.postgres().getConnection();
                Statement statement = another.createStatement()) {
            another.setAutoCommit(false);
            statement.execute("LOCK TABLE owners IN EXCLUSIVE MODE");
            owners.putInSource(id, 1);
            CompletableFuture<Boolean> reached =
                    concurrently(() -> feed.awaitSourceMark(OWNERS, Duration.ofSeconds(3)));
            await().until(() -> written().size() == 1);
            goOn.countDown();

            assertThat(reached).succeedsWithin(LIMIT).isEqualTo(false);
            another.rollback();
        }
        assertThat(feed.awaitSourceMark(OWNERS, LIMIT)).isTrue();
        assertThat(owners.getFromTarget(id)).isEqualTo(1);
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

    @Test
    void givesEachWaitAMarkOfItsOwn() throws SQLException {
        Marks marks = new Marks(engine.database(), engine.postgres());
        CompletableFuture<Boolean> first = concurrently(() -> marks.await(OWNERS, LIMIT));
        await().until(() -> written().size() == 1);
        String itsMark = written().getFirst();
        CompletableFuture<Boolean> second = concurrently(() -> marks.await(OWNERS, LIMIT));
        await().until(() -> written().size() == 2);

        marks.reached(itsMark);

        assertThat(first).succeedsWithin(LIMIT).isEqualTo(true);
        await().until(() -> written().size() == 1);
        assertThat(second).isNotDone();
        marks.reached(written().getFirst());
        assertThat(second).succeedsWithin(LIMIT).isEqualTo(true);
    }

    private List<String> written() {
        return engine.database()
                .getCollection(ChangeStream.MARKS, BsonDocument.class)
                .find()
                .map(mark -> mark.getString("_id").getValue())
                .into(new java.util.ArrayList<>());
    }

    @Test
    void remembersALossOfHistoryWhenItGoesOn() {
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        engine.mongo().faults().loseHistory();
        await().until(() -> !losses().isEmpty());

        owners.putInSource(id, 1);

        assertThat(feed.awaitSourceMark(OWNERS, LIMIT)).isTrue();
        assertThat(owners.getFromTarget(id)).isEqualTo(1);
        assertThat(losses()).singleElement().asString().contains("no longer holds");
        assertThat(feed.status(OWNERS).lostAt()).isNotNull();
    }

    @Test
    void takesADroppedCollectionForALoss() {
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        owners.putInSource(id, 1);
        assertThat(feed.awaitSourceMark(OWNERS, LIMIT)).isTrue();

        engine.collection(OWNERS).drop();

        assertThat(feed.awaitSourceMark(OWNERS, LIMIT)).isTrue();
        assertThat(losses()).singleElement().asString().contains("dropped");
    }

    @Test
    void takesAMissingPositionForALoss() {
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        assertThat(feed.awaitSourceMark(OWNERS, LIMIT)).isTrue();
        engine.execute("DELETE FROM crossfade.checkpoint");

        engine.restart();

        await().until(() -> !losses().isEmpty());
        assertThat(losses()).singleElement().asString().contains("no position");
    }

    /** Red if the follower makes the position again, for then what was to be told of it is forgotten. */
    @Test
    void takesAPositionThatIsTakenAwayForALoss() {
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        assertThat(feed.awaitSourceMark(OWNERS, LIMIT)).isTrue();
        engine.execute("DELETE FROM crossfade.checkpoint");

        owners.putInSource(id, 1);

        await().until(() -> !losses().isEmpty());
        assertThat(losses()).singleElement().asString().contains("no position");
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
