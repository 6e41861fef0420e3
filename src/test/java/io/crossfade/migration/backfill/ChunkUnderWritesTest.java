package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.ITEMS;
import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.item;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.mapping.Ids;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes and crashes at every moment of a chunk. */
@Timeout(120)
class ChunkUnderWritesTest extends BackfillFixture {

    /** Red if the note is taken after the chunk was read, and if touched keys are not synced again. */
    @Test
    void aDeleteWhileTheChunkIsReadIsNotUndone() throws Exception {
        List<BsonValue> ids = owners(3);
        complete(OWNERS, (step, chunk) -> {
            if (step == Step.READ) {
                deleteAndSync(ids.get(1));
            }
        });
        assertThat(stores.query("SELECT count(*) FROM owners")).containsExactly("2");
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(meters.get("crossfade.events")
                        .tags("event", "chunk-key-resynced", "unit", "owners")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    /** Red if a merge deletes rows that others reference: what the database deletes with them does not come back. */
    @Test
    void aParentThatIsNewerThanTheChunkKeepsItsChildren() throws Exception {
        owners(3);
        complete(OWNERS);
        complete(ITEMS);
        BsonValue owner = objectId();
        BsonValue item = objectId();
        complete(OWNERS, (step, chunk) -> {
            if (step == Step.READ) {
                insertOwner(owner);
                stores.documents(ITEMS).insertOne(item(item, owner, "new", 1));
                stores.sync.sync("items", List.of(Ids.text(item)));
            }
        });
        assertThat(stores.query("SELECT code FROM items")).containsExactly("new");
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.differences(ITEMS)).isEmpty();
    }

    /** Red if a merged chunk does not wait for the syncs that ran at its commit. */
    @Test
    void aSyncThatRunsAtTheCommitIsWaitedFor() throws Exception {
        List<BsonValue> ids = owners(3);
        String key = Ids.text(ids.get(1));
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean endedBeforeTheBarrier = new AtomicBoolean();
        try (Connection sync = stores.target.getConnection();
                ExecutorService worker = Executors.newSingleThreadExecutor()) {
            sync.setAutoCommit(false);
            UnitBackfill backfill = backfill((step, chunk) -> {
                if (step == Step.READ) {
                    stores.documents(OWNERS).deleteOne(Filters.eq("_id", ids.get(1)));
                    beginSyncOfDelete(sync, key);
                } else if (step == Step.AWAITED) {
                    endedBeforeTheBarrier.set(ended.get());
                }
            });
            start(OWNERS);
            assertThat(backfill.step(OWNERS)).isTrue();
            Future<Boolean> step = worker.submit(() -> backfill.step(OWNERS));
            await().until(() ->
                    stores.query("SELECT state FROM crossfade.backfill_chunk").contains("merged"));
            await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(5)).until(() -> !step.isDone());
            ended.set(true);
            sync.commit();
            assertThat(step.get()).isTrue();
        }
        assertThat(endedBeforeTheBarrier).isTrue();
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    /** The barrier waits for those that ran, not for those that come after. */
    @Test
    void aSyncThatBeginsLaterIsNotWaitedFor() throws Exception {
        owners(3);
        try (Connection later = stores.target.getConnection()) {
            later.setAutoCommit(false);
            complete(OWNERS, (step, chunk) -> {
                if (step == Step.AWAITED) {
                    lockAsSync(later);
                }
            });
            later.rollback();
        }
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void goesOnAfterACrashAtAnyStep(Step crash) throws Exception {
        goesOnAfterACrash(crash);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void goesOnAfterACrashAtAnyStepOfStaging(Step crash) throws Exception {
        setting.heldBytes = 0;
        goesOnAfterACrash(crash);
    }

    private void goesOnAfterACrash(Step crash) throws Exception {
        List<BsonValue> ids = owners(10);
        AtomicBoolean crashed = new AtomicBoolean();
        UnitBackfill first = backfill((step, chunk) -> {
            if (step == crash && crashed.compareAndSet(false, true)) {
                // Acknowledged before the crash, and known to the worker that dies.
                deleteAndSync(ids.get(0));
                throw new Crash();
            }
        });
        start(OWNERS);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        first.step(OWNERS);
                    }
                })
                .isInstanceOf(Crash.class);
        deleteAndSync(ids.get(1));
        stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(5)), Updates.set("name", "renamed"));
        stores.sync.sync("owners", List.of(Ids.text(ids.get(5))));

        finish(OWNERS, Step.Observer.NONE);

        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT count(*) FROM crossfade.backfill_chunk WHERE state <> 'done'"))
                .containsExactly("0");
    }

    @Test
    void convergesUnderWrites() throws Exception {
        List<BsonValue> ids = owners(400);
        Runs runs = new Runs(stores.target);
        UnitBackfill work = backfill(Step.Observer.NONE);
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 2);
        start(OWNERS);
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger writes = new AtomicInteger();
        ExecutorService writers = Executors.newFixedThreadPool(3);
        List<Future<?>> all = new ArrayList<>();
        try {
            for (int seed = 1; seed <= 3; seed++) {
                Random random = new Random(seed);
                all.add(writers.submit(() -> {
                    while (writing.get()) {
                        writeAndSync(ids.get(random.nextInt(ids.size())), random);
                        writes.incrementAndGet();
                    }
                }));
            }
            workers.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> isComplete(OWNERS));
        } finally {
            writing.set(false);
            writers.shutdown();
            workers.stop();
        }
        for (Future<?> writer : all) {
            writer.get();
        }
        assertThat(writes).hasPositiveValue();
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(runs.find("owners").orElseThrow().finishedAt()).isNotNull();
    }

    private static final class Crash extends Error {}

    private void writeAndSync(BsonValue id, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> stores.documents(OWNERS).deleteOne(Filters.eq("_id", id));
            case 1 ->
                stores.documents(OWNERS)
                        .replaceOne(
                                Filters.eq("_id", id),
                                owner(id, "name " + random.nextInt(1000)),
                                new com.mongodb.client.model.ReplaceOptions().upsert(true));
            default ->
                stores.documents(OWNERS)
                        .updateOne(Filters.eq("_id", id), Updates.set("settings", random.nextInt(1000)));
        }
        stores.sync.sync("owners", List.of(Ids.text(id)));
    }

    /** What a sync of a key whose document is gone does up to its commit, while the row is not there yet. */
    private void beginSyncOfDelete(Connection connection, String key) {
        lockAsSync(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO crossfade.touched (unit, key) VALUES ('owners', '" + key + "')");
            assertThat(statement.executeUpdate("DELETE FROM owners WHERE id = '" + Ids.uuid(key) + "'"))
                    .isZero();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
