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
import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class BackfillTest {

    private static final ChunkSize CHUNK = new ChunkSize(4, 1 << 20);

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private TwoStores stores;
    private BackfillForTests setting;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        setting = new BackfillForTests(stores, meters);
        stores.phase("backfill");
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void findsIdsOfEveryType() throws Exception {
        List<BsonValue> mappable = new ArrayList<>();
        List<BsonValue> others = List.of(
                new BsonInt32(5),
                new BsonDouble(-2.5),
                new BsonString("text"),
                new BsonDocument("a", new BsonInt32(1)),
                new BsonBinary((byte) 0, new byte[] {1, 2}));
        for (int i = 0; i < 9; i++) {
            mappable.add(objectId());
            mappable.add(new BsonBinary(UUID.randomUUID()));
        }
        mappable.forEach(this::insertOwner);
        others.forEach(this::insertOwner);

        complete(OWNERS);

        assertThat(stores.query("SELECT id FROM owners")).hasSize(mappable.size());
        assertThat(stores.query("SELECT key FROM crossfade.quarantine"))
                .containsExactlyInAnyOrderElementsOf(
                        others.stream().map(Ids::text).toList());
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void makesStaleRowsOfAnEarlierPeriodEqual() throws Exception {
        List<BsonValue> ids = owners(10);
        stores.sql(
                "INSERT INTO owners (id, name) SELECT gen_random_uuid(), 'stale ' || n FROM generate_series(1, 10) n");
        stores.sql("INSERT INTO owners (id, name) VALUES ('" + Ids.uuid(ids.get(3)) + "', 'older name'), ('"
                + Ids.uuid(objectId()) + "', 'deleted since')");

        complete(OWNERS);

        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT name FROM owners WHERE name LIKE 'stale%'"))
                .isEmpty();
    }

    @Test
    void emptiesTheTableOfAnEmptyCollection() throws Exception {
        stores.sql("INSERT INTO owners (id, name) VALUES (gen_random_uuid(), 'stale')");
        complete(OWNERS);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void leavesOutWhatTheTableWouldRefuseAndNamesTheReason() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS);
        BsonValue orphan = objectId();
        BsonValue one = objectId();
        BsonValue other = objectId();
        BsonValue tooLong = objectId();
        stores.documents(ITEMS)
                .insertMany(List.of(
                        item(objectId(), owner, "fine", 1),
                        item(orphan, objectId(), "orphan", 1),
                        item(one, owner, "same", 1),
                        item(other, owner, "same", 2),
                        item(tooLong, owner, "x".repeat(41), 2)));

        complete(ITEMS);

        assertThat(stores.query("SELECT code FROM items")).contains("fine").doesNotContain("orphan");
        assertThat(stores.query("SELECT key || ' ' || reason FROM crossfade.quarantine WHERE unit = 'items'"))
                .anyMatch(entry -> entry.startsWith(Ids.text(orphan) + " orphan"))
                .anyMatch(entry -> entry.startsWith(Ids.text(tooLong)))
                .anyMatch(entry -> entry.startsWith(Ids.text(one)) || entry.startsWith(Ids.text(other)));
        assertThat(stores.differences(ITEMS)).isEmpty();
    }

    @Test
    void repairsAParentThatIsMissingInTheTarget() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS);
        stores.sql("DELETE FROM owners");
        stores.documents(ITEMS).insertOne(item(objectId(), owner, "a", 1));
        complete(ITEMS);
        assertThat(stores.differences(ITEMS)).isEmpty();
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void valuesThatChangedPlacesSinceAnEarlierPeriodAreSetRight() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS);
        BsonValue a = objectId();
        BsonValue b = objectId();
        stores.documents(ITEMS).insertMany(List.of(item(a, owner, "one", 1), item(b, owner, "two", 2)));
        complete(ITEMS);
        stores.documents(ITEMS).deleteMany(new BsonDocument());
        stores.documents(ITEMS).insertMany(List.of(item(a, owner, "two", 1), item(b, owner, "one", 2)));
        complete(ITEMS);
        assertThat(stores.differences(ITEMS)).isEmpty();
    }

    @Test
    void removesStaleRowsThatNobodyReferences() throws Exception {
        BsonValue owner = owners(1).getFirst();
        complete(OWNERS);
        stores.documents(ITEMS).insertOne(item(objectId(), owner, "a", 1));
        stores.sql("INSERT INTO items (id, owner_id, code) SELECT gen_random_uuid(), '" + Ids.uuid(owner)
                + "', 'stale ' || n FROM generate_series(1, 10) n");
        complete(ITEMS);
        assertThat(stores.query("SELECT code FROM items")).containsExactly("a");
        assertThat(stores.query("SELECT sum(by_key) FROM crossfade.backfill_chunk WHERE unit = 'items'"))
                .containsExactly("0");
    }

    @Test
    void aChunkThatCannotBeMergedIsCopiedDocumentByDocument() throws Exception {
        List<BsonValue> ids = owners(6);
        stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(2)), Updates.set("name", "forbidden"));
        stores.sql("INSERT INTO owners (id, name) VALUES ('" + Ids.uuid(objectId()) + "', 'deleted since')");
        start(OWNERS);
        stepThroughRefusals(OWNERS);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).containsExactly(Ids.text(ids.get(2)));
        assertThat(stores.query("SELECT max(attempts) FROM crossfade.backfill_chunk"))
                .containsExactly("3");
    }

    @Test
    void keepsToALimitThatChangesWhileItRuns() throws Exception {
        owners(40);
        UnitBackfill work = backfill(Step.Observer.NONE);
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 2);
        Backfill backfill = facade(work, workers);
        backfill.start("owners");
        assertThatThrownBy(() -> backfill.limit("owners", 0L, null)).isInstanceOf(BackfillRefusedException.class);
        backfill.limit("owners", 1L, null);
        workers.start();
        try {
            await().until(() -> backfill.status("owners").waiting() != null);
            assertThat(backfill.status("owners"))
                    .returns(1L, BackfillStatus::rowsPerSecond)
                    .satisfies(status -> assertThat(status.waiting()).contains("limit"));
            // One for each thread, as each may have begun before the first was paid for.
            await().during(Duration.ofSeconds(2))
                    .until(() -> backfill.status("owners").done() <= 3);
            backfill.limit("owners", null, null);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> backfill.status("owners").complete());
        } finally {
            workers.stop();
        }
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void slowsDownByItselfAndSaysWhy() throws Exception {
        owners(12);
        AtomicLong lag = new AtomicLong(3_000);
        AtomicLong now = new AtomicLong();
        setting.politeness = new Politeness(
                List.of(new SignalForTests("replica lag", 1_000, lag)), () -> now.addAndGet(2_000_000_000));
        UnitBackfill work = backfill((step, chunk) -> {
            if (step == Step.READ) {
                await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            }
        });
        Backfill backfill = facade(work, new BackfillWorkers(stores.units, stores.states, work, 0));
        backfill.start("owners");
        work.step(OWNERS);
        assertThat(work.step(OWNERS)).isTrue();
        assertThat(work.step(OWNERS)).isFalse();
        assertThat(backfill.status("owners").slowedBy()).isEqualTo("slowed by replica lag: 3000 ms, more than 1000");
        lag.set(0);
        await().until(() -> work.step(OWNERS));
        await().until(() -> work.step(OWNERS));
        assertThat(backfill.status("owners").slowedBy()).isNull();
    }

    @Test
    void looksBeforeItBeginsAndKeepsWhatItSaw() throws Exception {
        owners(30);
        insertOwner(new BsonString("odd"));
        stores.documents(OWNERS).insertOne(owner(objectId(), "x".repeat(41)));
        complete(OWNERS);
        UnitBackfill work = backfill(Step.Observer.NONE);
        Preflight seen = facade(work, new BackfillWorkers(stores.units, stores.states, work, 0))
                .status("owners")
                .preflight();
        assertThat(seen)
                .isNotNull()
                .returns(32L, Preflight::documents)
                .returns(List.of("string", "binary", "objectId"), Preflight::idTypes)
                .returns(32, Preflight::sampled)
                .returns(Map.of("id-type id", 1, "too-long name", 1), Preflight::refusals)
                .returns(null, Preflight::refused);
        assertThat(seen.bytes()).isGreaterThan(32 * 30);
        assertThat(seen.targetBytes()).isGreaterThan(30 * 20);
    }

    @Test
    void isNotBegunWithoutRoomUnlessItIsResumed() throws Exception {
        owners(30);
        setting.freeBytes = 100L;
        UnitBackfill work = backfill(Step.Observer.NONE);
        Backfill backfill = facade(work, new BackfillWorkers(stores.units, stores.states, work, 0));
        backfill.start("owners");
        assertThat(work.step(OWNERS)).isFalse();
        assertThat(backfill.status("owners"))
                .returns(BackfillState.PAUSED, BackfillStatus::state)
                .satisfies(status -> assertThat(status.preflight().refused()).contains("100 are free"));
        assertThat(stores.query("SELECT id FROM owners")).isEmpty();
        backfill.resume("owners", true);
        finish(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private record SignalForTests(String name, long limitMillis, AtomicLong value) implements Signal {
        @Override
        public long millis() {
            return value.get();
        }
    }

    /** Red if one document at fault sends its whole chunk the slow way. */
    @Test
    void aChunkThatCannotBeMergedIsHalvedDownToTheDocumentAtFault() throws Exception {
        List<BsonValue> ids = owners(300);
        stores.documents(OWNERS).updateOne(Filters.eq("_id", ids.get(123)), Updates.set("name", "forbidden"));
        assertThat(new Runs(stores.target).begin("owners", new ChunkSize(1_000, 1 << 20), List.of()))
                .isTrue();
        stepThroughRefusals(OWNERS);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT key FROM crossfade.quarantine")).containsExactly(Ids.text(ids.get(123)));
        assertThat(stores.query("SELECT sum(rows) FROM crossfade.backfill_chunk"))
                .containsExactly("300");
        assertThat(Integer.parseInt(stores.query("SELECT sum(by_key) FROM crossfade.backfill_chunk")
                        .getFirst()))
                .isBetween(1, 16);
    }

    @Test
    void aChunkThatTakesTooLongIsDivided() throws Exception {
        owners(300);
        setting.chunkTime = Duration.ZERO;
        assertThat(new Runs(stores.target).begin("owners", new ChunkSize(1_000, 1 << 20), List.of()))
                .isTrue();
        UnitBackfill slow = backfill(Step.Observer.NONE);
        slow.step(OWNERS);
        slow.step(OWNERS);
        assertThat(stores.query("SELECT error FROM crossfade.backfill_chunk")).containsExactly("TooLongException");
        slow.step(OWNERS);
        assertThat(stores.query("SELECT count(*) FROM crossfade.backfill_chunk"))
                .containsExactly("2");
        setting.chunkTime = Duration.ofMinutes(1);
        finish(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT rows FROM crossfade.backfill_chunk ORDER BY number"))
                .containsExactly("150", "150");
    }

    /** A sample's bounds are as good as all ids, for every type that an id may have. */
    @Test
    void chunksOfAboutEqualBytesComeFromASample() throws Exception {
        List<BsonDocument> owners = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            BsonValue id = i % 10 == 0
                    ? new BsonString("id" + i)
                    : i % 10 == 1 ? new BsonInt32(i) : i % 3 == 0 ? new BsonBinary(UUID.randomUUID()) : objectId();
            owners.add(owner(id, "n").append("note", new BsonString("x".repeat(i < 3_000 ? 10 : 1_000))));
        }
        stores.documents(OWNERS).insertMany(owners);
        ChunkSize size = new ChunkSize(100_000, 200_000);
        assertThat(new Runs(stores.target).begin("owners", size, List.of())).isTrue();
        SourceChunks source = new SourceChunks(stores.source, stores.reads::anchored);
        SourceSample sample = new SourceSample(source, stores.source, 1_000_000, 1_500);
        Planning planning = new Planning(stores.target, new Chunks(stores.target), sample);

        assertThat(planning.plan(OWNERS, new Runs(stores.target).find("owners").orElseThrow(), sample.size(OWNERS)))
                .isTrue();
        finish(OWNERS, Step.Observer.NONE);

        assertThat(stores.query("SELECT sum(rows) FROM crossfade.backfill_chunk"))
                .containsExactly("6000");
        List<Integer> bytes = stores.query("SELECT bytes FROM crossfade.backfill_chunk").stream()
                .map(Integer::valueOf)
                .toList();
        assertThat(bytes).hasSizeBetween(15, 30);
        assertThat(bytes.stream().filter(one -> one > 100_000 && one < 350_000).count())
                .isGreaterThan(bytes.size() * 3L / 4);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private void stepThroughRefusals(UnitMapping mapping) throws Exception {
        UnitBackfill backfill = backfill(Step.Observer.NONE);
        for (int attempt = 0; attempt < 100 && !isComplete(mapping); attempt++) {
            try {
                backfill.step(mapping);
            } catch (SQLException refused) {
                assertThat(refused.getSQLState()).isEqualTo("23514");
            }
        }
    }

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
    void aPlanThatWasCutOffIsMadeAnew() throws Exception {
        owners(30);
        stores.sql("INSERT INTO crossfade.backfill (unit, state, chunk_size) VALUES ('owners', 'running', 4)");
        stores.sql("INSERT INTO crossfade.backfill_chunk (unit, number, state) VALUES ('owners', 1, 'done'),"
                + " ('owners', 99, 'done')");
        finish(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
        assertThat(stores.query("SELECT count(*) FROM crossfade.backfill_chunk"))
                .containsExactly("8");
    }

    @Test
    void copiesNothingUnlessTouchedKeysAreRecorded() throws Exception {
        owners(3);
        stores.sql("UPDATE crossfade.unit SET recording = false");
        UnitBackfill backfill = backfill(Step.Observer.NONE);
        start(OWNERS);
        backfill.step(OWNERS);
        assertThat(backfill.step(OWNERS)).isFalse();
        assertThat(backfill.waiting("owners")).contains("record");
        assertThat(stores.query("SELECT id FROM owners")).isEmpty();
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

    /** Two sets of workers that share nothing but the stores. */
    @Test
    void instancesShareTheChunksAndSeeEachOthersChanges() throws Exception {
        owners(200);
        Map<Integer, AtomicInteger> merges = new ConcurrentHashMap<>();
        Set<String> busy = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        String left = "SELECT number FROM crossfade.backfill_chunk WHERE state <> 'done'";
        List<UnitBackfill> works = new ArrayList<>();
        List<BackfillWorkers> instances = new ArrayList<>();
        for (String instance : List.of("one", "other")) {
            UnitBackfill work = backfill((step, chunk) -> {
                if (step == Step.MERGED) {
                    if (busy.add(instance)) {
                        both.countDown();
                    }
                    awaitAtMostTenSeconds(both);
                    merges.computeIfAbsent(chunk.number(), number -> new AtomicInteger())
                            .incrementAndGet();
                }
            });
            works.add(work);
            instances.add(new BackfillWorkers(stores.units, stores.states, work, 1));
        }
        Backfill here = facade(works.get(0), instances.get(0));
        Backfill there = facade(works.get(1), instances.get(1));
        here.start("owners");
        instances.forEach(BackfillWorkers::start);
        try {
            await().until(() -> busy.size() == 2);
            there.pause("owners");
            await().until(() -> stores.query(left + " FOR UPDATE SKIP LOCKED").size()
                    == stores.query(left).size());
            int paused = merges.size();
            await().during(Duration.ofSeconds(1)).until(() -> merges.size() == paused);
            assertThat(here.status("owners").state()).isEqualTo(BackfillState.PAUSED);
            here.resume("owners");
            await().until(() -> there.status("owners").complete());
        } finally {
            instances.forEach(BackfillWorkers::stop);
        }
        assertThat(merges.values()).extracting(AtomicInteger::get).hasSize(50).containsOnly(1);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    /** The first one must not be done before the other has begun. */
    private static void awaitAtMostTenSeconds(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aMoveHoldsTheWorkersOfEveryInstance() throws Exception {
        owners(3);
        UnitBackfill other = backfill(Step.Observer.NONE);
        start(OWNERS);
        BackfillMoves moves = new BackfillMoves(
                new Runs(stores.target), new BackfillWorkers(stores.units, stores.states, other, 0), CHUNK);
        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.DUAL_WRITE));
        assertThat(other.step(OWNERS)).isFalse();
        stores.sql("UPDATE crossfade.backfill SET held_until = clock_timestamp()");
        assertThat(other.step(OWNERS)).isTrue();
    }

    /** Red if a stopping instance keeps the chunk that it cannot finish. */
    @Test
    void aStoppingInstanceFreesItsChunk() throws Exception {
        owners(3);
        start(OWNERS);
        try (Connection inTheWay = stores.target.getConnection()) {
            inTheWay.setAutoCommit(false);
            BackfillWorkers stopping = new BackfillWorkers(
                    stores.units,
                    stores.states,
                    backfill((step, chunk) -> {
                        if (step == Step.READ) {
                            lockTable(inTheWay);
                        }
                    }),
                    1);
            stopping.start();
            await().until(() -> stores.query(
                            "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'owners'::regclass")
                    .contains("1"));
            stopping.stop();
            assertThat(stores.query("SELECT number FROM crossfade.backfill_chunk FOR UPDATE SKIP LOCKED"))
                    .hasSize(1);
            inTheWay.rollback();
        }
        finish(OWNERS, Step.Observer.NONE);
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private static void lockTable(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE owners IN EXCLUSIVE MODE");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void waitsForAStoreThatIsAwayAndGoesOn() throws Exception {
        owners(40);
        UnitBackfill work = backfill(Step.Observer.NONE);
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 1);
        Backfill backfill = facade(work, workers);
        stores.mongo.stop();
        backfill.start("owners");
        workers.start();
        try {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> backfill.status("owners").waiting() != null);
            assertThat(backfill.status("owners").waiting()).contains("source");
            stores.mongo.restart();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> backfill.status("owners").complete());
        } finally {
            workers.stop();
        }
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    @Test
    void childrenWaitForTheirParents() throws Exception {
        BsonValue owner = owners(1).getFirst();
        stores.documents(ITEMS).insertOne(item(objectId(), owner, "a", 1));
        UnitBackfill work = backfill(Step.Observer.NONE);
        start(ITEMS);
        start(OWNERS);
        assertThat(work.step(ITEMS)).isFalse();
        assertThat(work.waiting("items")).isEqualTo("waiting for owners");
        finish(OWNERS, Step.Observer.NONE);
        finish(ITEMS, Step.Observer.NONE);
        assertThat(stores.differences(ITEMS)).isEmpty();
    }

    @Test
    void isPausedResumedCancelledAndStartedAgain() throws Exception {
        owners(12);
        UnitBackfill work = backfill(Step.Observer.NONE);
        Backfill backfill = facade(work, new BackfillWorkers(stores.units, stores.states, work, 0));
        assertThat(backfill.status("owners").state()).isEqualTo(BackfillState.NONE);
        assertThatThrownBy(() -> backfill.pause("owners")).isInstanceOf(BackfillRefusedException.class);

        backfill.start("owners");
        work.step(OWNERS);
        work.step(OWNERS);
        backfill.pause("owners");
        assertThat(work.step(OWNERS)).isFalse();
        assertThat(backfill.status("owners"))
                .returns(BackfillState.PAUSED, BackfillStatus::state)
                .returns(33, BackfillStatus::percent)
                .returns(1L, BackfillStatus::done);
        assertThatThrownBy(() -> backfill.start("owners")).isInstanceOf(BackfillRefusedException.class);

        backfill.resume("owners");
        assertThat(work.step(OWNERS)).isTrue();
        backfill.cancel("owners");
        assertThat(work.step(OWNERS)).isFalse();

        backfill.start("owners");
        finish(OWNERS, Step.Observer.NONE);
        assertThat(backfill.status("owners"))
                .returns(12L, BackfillStatus::rows)
                .returns(true, BackfillStatus::complete);
    }

    @Test
    void followsThePhases() throws Exception {
        owners(3);
        UnitBackfill work = backfill(Step.Observer.NONE);
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 0);
        Backfill backfill = facade(work, workers);
        BackfillMoves moves = new BackfillMoves(new Runs(stores.target), workers, CHUNK);
        Gate gate = new BackfillCompleteGate(backfill);
        Gate.Move ahead = new Gate.Move(stores.states.get("owners"), Phase.SHADOW_READ);
        assertThat(gate.check(ahead).orElseThrow().holds()).isFalse();

        stores.phase("dual_write");
        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.BACKFILL));
        stores.phase("backfill");
        finish(OWNERS, Step.Observer.NONE);
        assertThat(gate.check(ahead).orElseThrow().holds()).isTrue();

        stores.phase("dual_write");
        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.BACKFILL));
        assertThat(backfill.status("owners").complete()).isTrue();

        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.SOURCE));
        assertThat(backfill.status("owners").state()).isEqualTo(BackfillState.VOID);
        moves.beforeMove(new Gate.Move(stores.states.get("owners"), Phase.BACKFILL));
        stores.phase("backfill");
        assertThat(gate.check(ahead).orElseThrow().holds()).isFalse();
        finish(OWNERS, Step.Observer.NONE);
        assertThat(gate.check(ahead).orElseThrow().holds()).isTrue();
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

    private void deleteAndSync(BsonValue id) {
        stores.documents(OWNERS).deleteOne(Filters.eq("_id", id));
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

    private static void lockAsSync(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock_shared(" + SyncBarrier.SYNC_LOCKS
                    + ", number) FROM crossfade.unit WHERE name = 'owners'");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private UnitBackfill backfill(Step.Observer observer) {
        return setting.observed(observer);
    }

    private Backfill facade(UnitBackfill work, BackfillWorkers workers) {
        return new Backfill(
                stores.units,
                stores.states,
                new StoreNames("MONGO", "POSTGRES"),
                new Runs(stores.target),
                new Chunks(stores.target),
                work,
                workers,
                setting.pace(),
                Clock.systemUTC(),
                CHUNK);
    }

    private void start(UnitMapping mapping) throws SQLException {
        assertThat(new Runs(stores.target).begin(mapping.name(), CHUNK, List.of()))
                .isTrue();
    }

    private void complete(UnitMapping mapping) throws Exception {
        complete(mapping, Step.Observer.NONE);
    }

    private void complete(UnitMapping mapping, Step.Observer observer) throws Exception {
        start(mapping);
        finish(mapping, observer);
    }

    private void finish(UnitMapping mapping, Step.Observer observer) throws Exception {
        UnitBackfill backfill = backfill(observer);
        while (backfill.step(mapping)) {
            assertThat(isComplete(mapping)).isFalse();
        }
        assertThat(isComplete(mapping))
                .as("waiting: %s", backfill.waiting(mapping.name()))
                .isTrue();
    }

    private boolean isComplete(UnitMapping mapping) throws SQLException {
        return new Runs(stores.target)
                .find(mapping.name())
                .map(run -> run.state() == BackfillState.COMPLETE)
                .orElse(false);
    }

    private List<BsonValue> owners(int count) {
        List<BsonValue> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(i % 3 == 2 ? new BsonBinary(UUID.randomUUID()) : objectId());
            insertOwner(ids.getLast());
        }
        return ids;
    }

    private void insertOwner(BsonValue id) {
        stores.documents(OWNERS).insertOne(owner(id, "owner"));
    }

    private static BsonValue objectId() {
        return new BsonObjectId(new ObjectId());
    }
}
