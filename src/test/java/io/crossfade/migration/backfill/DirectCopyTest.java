package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.ITEMS;
import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.item;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.Column;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SyncForTests;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Chunks that go straight into the table, and all that makes one go by staging instead. */
@Timeout(60)
class DirectCopyTest {

    private static final ChunkSize ONE_CHUNK = new ChunkSize(10_000, 1 << 20);

    private TwoStores stores;
    private BackfillForTests setting;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("backfill");
        setting = new BackfillForTests(stores, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void goesStraightIntoAnEmptyRange() throws Exception {
        owners(500);
        complete(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(staged()).isFalse();
    }

    @Test
    void aDocumentThatIsRefusedDoesNotHoldUpTheOthers() throws Exception {
        owners(20);
        stores.documents(OWNERS).insertOne(owner(objectId(), "x".repeat(41)));
        complete(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT count(*) FROM crossfade.quarantine")).containsExactly("1");
        assertThat(stores.query("SELECT by_key FROM crossfade.backfill_chunk")).containsExactly("1");
        assertThat(staged()).isFalse();
    }

    /** Red if a row that a live write put there first ends the chunk, or is overwritten. */
    @Test
    void aLiveWriteThatCameFirstStands() throws Exception {
        List<BsonValue> ids = owners(20);
        complete(OWNERS, once(Step.READ, () -> {
            stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(7)), Updates.set("name", "newer"));
            stores.sync.sync("owners", List.of(Ids.text(ids.get(7))));
            return stores;
        }));
        assertThat(staged()).isTrue();
        assertThat(stores.query("SELECT name FROM owners WHERE name = 'newer'")).hasSize(1);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT attempts FROM crossfade.backfill_chunk"))
                .containsExactly("0");
    }

    @Test
    void anOrphanAndTwoThatClaimOneValueAreSortedOutByStaging() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS, Step.Observer.NONE);
        BsonValue orphan = objectId();
        stores.documents(ITEMS)
                .insertMany(List.of(
                        item(objectId(), owner, "fine", 1),
                        item(orphan, objectId(), "orphan", 1),
                        item(objectId(), owner, "same", 1),
                        item(objectId(), owner, "same", 2)));
        complete(ITEMS, Step.Observer.NONE);
        assertThat(staged()).isTrue();
        assertThat(stores.query("SELECT code FROM items")).contains("fine").doesNotContain("orphan");
        assertThat(stores.query("SELECT reason FROM crossfade.quarantine")).contains("orphan", "duplicate");
        assertThat(stores.query("SELECT attempts FROM crossfade.backfill_chunk WHERE unit = 'items'"))
                .containsExactly("0");
        assertThat(stores.differences(ITEMS)).isEmpty();
    }

    /** Red if orphans were to be seen at the commit alone, where nothing can be done about them any more. */
    @Test
    void constraintsThatWaitForTheCommitAreLookedAtBefore() throws Exception {
        stores.sql("ALTER TABLE items ALTER CONSTRAINT items_owner_id_fkey DEFERRABLE INITIALLY DEFERRED");
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS, Step.Observer.NONE);
        stores.documents(ITEMS)
                .insertMany(List.of(item(objectId(), owner, "fine", 1), item(objectId(), objectId(), "orphan", 1)));
        complete(ITEMS, Step.Observer.NONE);
        assertThat(stores.query("SELECT code FROM items")).containsExactly("fine");
        assertThat(stores.query("SELECT attempts FROM crossfade.backfill_chunk WHERE unit = 'items'"))
                .containsExactly("0");
    }

    /** Red if the table is written to while the source is read, which may take long. */
    @Test
    void nothingIsWrittenBeforeAllIsRead() throws Exception {
        owners(20);
        List<String> locks = new ArrayList<>();
        complete(OWNERS, once(Step.READ, () -> {
            locks.addAll(query("SELECT mode FROM pg_locks WHERE relation = 'owners'::regclass"
                    + " AND mode = 'RowExclusiveLock'"));
            return locks;
        }));
        assertThat(locks).isEmpty();
        assertThat(staged()).isFalse();
    }

    /** Red if a direct copy that waits for one live write lets all others wait for it. */
    @Test
    void givesWayToALiveWrite() throws Exception {
        List<BsonValue> ids = owners(20);
        try (Connection inTheWay = stores.target.getConnection();
                ExecutorService worker = Executors.newFixedThreadPool(2)) {
            inTheWay.setAutoCommit(false);
            start(OWNERS);
            UnitBackfill work = setting.observed(once(Step.READ, () -> {
                execute(inTheWay, "INSERT INTO owners (id, name) VALUES ('" + uuid(ids.get(15)) + "', 'owner')");
                return ids;
            }));
            assertThat(work.step(OWNERS)).isTrue();
            Future<Boolean> step = worker.submit(() -> work.step(OWNERS));
            await().until(() ->
                    stores.query("SELECT 1 FROM pg_locks WHERE NOT granted").contains("1"));
            Future<?> live = worker.submit(() -> stores.sync.sync("owners", List.of(Ids.text(ids.get(3)))));
            live.get(3, TimeUnit.SECONDS);
            assertThat(step).isNotDone();
            inTheWay.commit();
            assertThat(step.get()).isTrue();
        }
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void aChunkThatIsLargerThanMayBeHeldGoesByStaging() throws Exception {
        owners(500);
        setting.heldBytes = 1_000;
        complete(OWNERS, Step.Observer.NONE);
        assertThat(staged()).isTrue();
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    /** Red if bytes are sent to a column that takes them for something else. */
    @Test
    void aColumnOfAnotherTypeIsGivenWhatASyncByKeyGivesIt() throws Exception {
        UnitMapping events =
                UnitMapping.of("events").column(Column.timestamp("at", "at")).build();
        stores.sql("CREATE TABLE events (id UUID PRIMARY KEY, at TIMESTAMP, unmapped JSONB)");
        setting.units = new Units(List.of(events));
        setting.states = new UnitStates(setting.units, stores.fence, Set.of());
        stores.phase("backfill");
        setting.states.refresh();
        KeySync sync = SyncForTests.keySync(setting.units, stores.target, stores.fence, stores.source, stores.reads);
        setting.sync = sync::sync;
        BsonValue id = objectId();
        stores.documents(events).insertOne(new BsonDocument("_id", id).append("at", new BsonDateTime(0)));

        complete(events, Step.Observer.NONE);

        String copied = stores.query("SELECT at FROM events").getFirst();
        stores.sql("DELETE FROM events");
        sync.sync("events", List.of(Ids.text(id)));
        assertThat(stores.query("SELECT at FROM events")).containsExactly(copied);
    }

    /** Red if another chunk is written at the same time, and if none is read meanwhile. */
    @Test
    void oneIsReadWhileAnotherIsWritten() throws Exception {
        owners(40);
        setting.writers = 1;
        CountDownLatch twoRead = new CountDownLatch(2);
        CountDownLatch twoWritten = new CountDownLatch(2);
        List<Boolean> readMeanwhile = new ArrayList<>();
        List<Boolean> writtenMeanwhile = new ArrayList<>();
        UnitBackfill work = setting.observed((step, chunk) -> {
            if (step == Step.READ) {
                twoRead.countDown();
            } else if (step == Step.EQUALIZED) {
                twoWritten.countDown();
                if (readMeanwhile.isEmpty()) {
                    readMeanwhile.add(awaited(twoRead, Duration.ofSeconds(20)));
                    writtenMeanwhile.add(awaited(twoWritten, Duration.ofSeconds(1)));
                }
            }
        });
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 1);
        assertThat(new Runs(stores.target).begin("owners", new ChunkSize(4, 1 << 20), List.of()))
                .isTrue();
        workers.start();
        try {
            await().atMost(Duration.ofSeconds(40)).until(() -> isComplete(OWNERS));
        } finally {
            workers.stop();
        }
        assertThat(readMeanwhile).containsExactly(true);
        assertThat(writtenMeanwhile).containsExactly(false);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private static boolean awaited(CountDownLatch latch, Duration limit) {
        try {
            return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Step.Observer once(Step at, Supplier<?> action) {
        AtomicInteger times = new AtomicInteger();
        return (step, chunk) -> {
            if (step == at && times.getAndIncrement() == 0) {
                action.get();
            }
        };
    }

    /** Whether any chunk went by staging: each session keeps its table. */
    private boolean staged() throws SQLException {
        return !stores.query("SELECT relname FROM pg_class WHERE relname LIKE 'backfill_rows%'")
                .isEmpty();
    }

    private List<String> query(String sql) {
        try {
            return stores.query(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String uuid(BsonValue id) {
        try {
            return Ids.uuid(id).toString();
        } catch (Exception refused) {
            throw new IllegalStateException(refused);
        }
    }

    private void start(UnitMapping mapping) throws SQLException {
        assertThat(new Runs(stores.target).begin(mapping.name(), ONE_CHUNK, List.of()))
                .isTrue();
    }

    private void complete(UnitMapping mapping, Step.Observer observer) throws Exception {
        start(mapping);
        UnitBackfill work = setting.observed(observer);
        while (work.step(mapping)) {
            assertThat(isComplete(mapping)).isFalse();
        }
        assertThat(isComplete(mapping)).isTrue();
    }

    private boolean isComplete(UnitMapping mapping) throws SQLException {
        return new Runs(stores.target).find(mapping.name()).orElseThrow().state() == BackfillState.COMPLETE;
    }

    private List<BsonValue> owners(int count) {
        List<BsonValue> ids = new ArrayList<>();
        List<BsonDocument> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(objectId());
            documents.add(owner(ids.getLast(), "owner"));
        }
        stores.documents(OWNERS).insertMany(documents);
        return ids;
    }

    private static BsonValue objectId() {
        return new BsonObjectId(new ObjectId());
    }
}
