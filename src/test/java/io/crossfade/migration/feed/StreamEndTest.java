package io.crossfade.migration.feed;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.RenameCollectionOptions;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.Instance;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.MoveUndoneException;
import io.crossfade.migration.control.Requester;
import io.crossfade.migration.control.StoreContact;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.testing.RewritingProxy;
import io.crossfade.migration.testing.TwoStores;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever ends a stream, or stops it, is told: what is missed as a loss, what fails as a problem. Neither looks like a quiet stream. */
@ExtendWith(OutputCaptureExtension.class)
class StreamEndTest {

    private static final String UNIT = "owners";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final FeedProperties PROPERTIES = new FeedProperties(
            10,
            Duration.ofMillis(100),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    private static TwoStores stores;
    private static Leases leases;

    private final ChangeStream stream = streamOf(stores);
    private final Checkpoints checkpoints = new Checkpoints(stores.target);
    private final Marks marks = new Marks(stores.source, stores.target);
    private final List<Thread> running = new ArrayList<>();
    private final List<ChangeStreamFollower> followers = new ArrayList<>();
    private final AtomicBoolean traffic = new AtomicBoolean(true);

    @BeforeAll
    static void start() throws SQLException {
        stores = new TwoStores();
        leases = new Leases(
                stores.target, new Instance("test", "here", "1", Instant.EPOCH), stores.fence.installation());
    }

    @AfterAll
    static void stop() {
        stores.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        stores.source.drop();
        stores.sql("DELETE FROM owners; DELETE FROM crossfade.checkpoint; DELETE FROM crossfade.outbox");
        stores.phase("dual_write");
        checkpoints.begin(
                UNIT, stores.fence.read(UNIT).epoch(), stream.positionNow(LIMIT).orElseThrow());
    }

    @AfterEach
    void end() throws InterruptedException {
        traffic.set(false);
        followers.forEach(ChangeStreamFollower::stop);
        for (Thread thread : running) {
            thread.interrupt();
            thread.join();
        }
    }

    private static ChangeStream streamOf(TwoStores stores) {
        return new ChangeStream(
                stores.source, stores.fence.installation(), OWNERS, PROPERTIES.awaitTime(), PROPERTIES.batch());
    }

    private ChangeStreamFollower follow(ChangeStream followed) {
        ChangeStreamFollower follower = new ChangeStreamFollower(
                UNIT,
                followed,
                stores.fence.installation(),
                checkpoints,
                stores.sync,
                marks,
                PROPERTIES,
                leases,
                new StoreNames("MONGO", "POSTGRES"));
        followers.add(follower);
        running.add(Thread.ofPlatform().daemon().start(follower));
        return follower;
    }

    private enum Ddl {
        DROP(owners -> owners.drop()),
        RENAMED_AWAY(owners -> owners.renameCollection(named("former"))),
        RENAMED_OVER(owners -> {
            stores.source.getCollection("other").insertOne(new org.bson.Document("_id", 1));
            stores.source
                    .getCollection("other")
                    .renameCollection(named(UNIT), new RenameCollectionOptions().dropTarget(true));
        }),
        DROP_DATABASE(owners -> stores.source.drop());

        private final Consumer<MongoCollection<BsonDocument>> ddl;

        Ddl(Consumer<MongoCollection<BsonDocument>> ddl) {
            this.ddl = ddl;
        }

        private static MongoNamespace named(String collection) {
            return new MongoNamespace(stores.source.getName(), collection);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dual_write, DROP, the collection was dropped",
        "dual_write, RENAMED_AWAY, the collection was renamed away",
        "dual_write, RENAMED_OVER, another collection was renamed over this one",
        "dual_write, DROP_DATABASE, the database was dropped",
        "target, DROP, the collection was dropped",
        "target, RENAMED_AWAY, the collection was renamed away",
        "target, RENAMED_OVER, another collection was renamed over this one",
        "target, DROP_DATABASE, the database was dropped"
    })
    void whatHappensToTheWholeCollectionIsALossAndTheStreamGoesOn(String phase, Ddl ddl, String told) throws Exception {
        stores.phase(phase);
        ChangeStreamFollower follower = follow(stream);
        BsonValue first = insert();
        await().until(() -> hasArrived(phase, first));
        Thread writes = Thread.ofPlatform().daemon().start(() -> {
            while (traffic.get()) {
                insert();
            }
        });
        running.add(writes);

        ddl.ddl.accept(stores.documents(OWNERS));

        await().untilAsserted(
                        () -> assertThat(losses()).singleElement().asString().contains(told));
        traffic.set(false);
        writes.join();
        BsonValue last = insert();
        await().until(() -> hasArrived(phase, last));
        assertThat(marks.await(UNIT, LIMIT)).isTrue();
        assertThat(losses()).hasSize(1);
        await().untilAsserted(() -> assertThat(follower.problem()).isNull());
    }

    /** By another hand. */
    private static BsonValue insert() {
        BsonValue id = new BsonObjectId();
        stores.documents(OWNERS).insertOne(TwoStores.owner(id, "n"));
        return id;
    }

    /** Where PostgreSQL decides, another hand's document is undone. */
    private static boolean hasArrived(String phase, BsonValue id) throws Exception {
        return phase.equals("target")
                ? stores.documents(OWNERS).countDocuments(new BsonDocument("_id", id)) == 0
                : !stores.query("SELECT id FROM owners WHERE id = '" + Ids.uuid(id) + "'")
                        .isEmpty();
    }

    private static List<String> losses() throws SQLException {
        return stores.query("SELECT lost_reason FROM crossfade.checkpoint WHERE lost_at IS NOT NULL");
    }

    @Test
    void anEndedStreamIsNotAQuietOne(CapturedOutput output) throws Exception {
        stores.sql("UPDATE crossfade.checkpoint SET saved_at = now() - interval '1 hour'");
        ChangeStream ended = mock(ChangeStream.class);
        MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> cursor = mock();
        when(ended.open(any())).thenReturn(cursor);

        ChangeStreamFollower follower = follow(ended);

        await().untilAsserted(() -> assertThat(follower.problem()).contains("ended"));
        assertThat(follower.lag()).isGreaterThan(Duration.ofMinutes(59));
        assertThat(output).contains("WARN").contains("Unit 'owners'");
    }

    /** Red if each full answer counts for all there is. */
    @Test
    void isNotCaughtUpWhileMoreIsWaiting() throws Exception {
        stores.sql("UPDATE crossfade.checkpoint SET saved_at = now() - interval '1 hour'");
        List<BsonValue> ids = new ArrayList<>();
        for (int i = 0; i < 2 * PROPERTIES.batch(); i++) {
            ids.add(insert());
        }
        try (Connection another = stores.target.getConnection();
                Statement statement = another.createStatement()) {
            another.setAutoCommit(false);
            statement.execute("INSERT INTO owners (id, name) VALUES ('" + Ids.uuid(ids.getLast()) + "', 'held')");
            ChangeStreamFollower follower = follow(stream);
            await().until(() -> hasArrived("dual_write", ids.getFirst()));
            await().until(() -> !stores.query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    .isEmpty());

            assertThat(follower.lag()).isGreaterThan(Duration.ofMinutes(59));
            another.rollback();
            await().until(() -> follower.lag().isZero());
        }
    }

    /** As old and compatible servers tell none. Red if it hangs. */
    @Test
    @Timeout(30)
    void withoutAPositionAMoveIsRefused() throws Exception {
        List<RewritingProxy> proxies = new ArrayList<>();
        try (TwoStores silent = new TwoStores(mongo -> {
            RewritingProxy proxy = new RewritingProxy(
                    mongo.port(),
                    List.of(new RewritingProxy.Pair(
                            "postBatchResumeToken".getBytes(StandardCharsets.UTF_8),
                            "somethingNobodyKnows".getBytes(StandardCharsets.UTF_8))));
            proxies.add(proxy);
            return proxy.connectionString();
        })) {
            Feed feed = new Feed(
                    silent.units,
                    silent.states,
                    silent.source,
                    silent.fence.installation(),
                    silent.target,
                    silent.sync,
                    PROPERTIES,
                    leases,
                    new StoreContact(Clock.systemUTC(), System::nanoTime),
                    Clock.systemUTC(),
                    new StoreNames("MONGO", "POSTGRES"));
            FenceRow row = silent.states.get(UNIT);

            assertThatThrownBy(() -> feed.beforeMove(new Gate.Move(row, Phase.DUAL_WRITE), Requester.named("test")))
                    .isInstanceOf(MoveUndoneException.class)
                    .hasMessageContaining("Unit 'owners'")
                    .hasMessageContaining("stands where it stood")
                    .hasMessageContaining("4.4");
        } finally {
            for (RewritingProxy proxy : proxies) {
                proxy.close();
            }
        }
    }
}
