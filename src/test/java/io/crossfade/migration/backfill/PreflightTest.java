package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.ITEMS;
import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.item;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known of a unit before its first chunk, and what is shown of its progress. */
@Timeout(120)
class PreflightTest {

    private TwoStores stores;
    private BackfillForTests setting;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        setting = new BackfillForTests(stores, new SimpleMeterRegistry());
        stores.phase("backfill");
        for (int i = 0; i < 20; i++) {
            BsonValue owner = objectId();
            stores.documents(OWNERS).insertOne(owner(owner, "owner"));
            stores.documents(ITEMS).insertOne(item(objectId(), owner, "code" + i, i));
        }
    }

    @AfterEach
    void close() {
        stores.close();
    }

    /** Red if what is wrong with a large unit is only seen once its parents are copied. */
    @Test
    void aUnitIsLookedAtBeforeItWaitsForItsParents() throws Exception {
        UnitBackfill work = setting.observed(Step.Observer.NONE);
        Backfill backfill = facade(work);
        backfill.start("items");
        assertThat(work.step(ITEMS)).isFalse();
        assertThat(backfill.status("items"))
                .returns("waiting for owners", BackfillStatus::waiting)
                .satisfies(status -> assertThat(status.preflight()).isNotNull().returns(20L, Preflight::documents));
    }

    /** Red if each of two copies takes the same room for its own. */
    @Test
    void allCopiesUnderWayShareTheRoom() throws Exception {
        UnitBackfill unbounded = setting.observed(Step.Observer.NONE);
        Backfill backfill = facade(unbounded);
        backfill.start("owners");
        backfill.start("items");
        unbounded.step(ITEMS);
        Preflight items = backfill.status("items").preflight();
        assertThat(items).isNotNull();

        setting.freeBytes = items.targetBytes() + 10;
        setting.observed(Step.Observer.NONE).step(OWNERS);
        assertThat(backfill.status("owners"))
                .returns(BackfillState.PAUSED, BackfillStatus::state)
                .satisfies(status -> assertThat(status.preflight().refused())
                        .contains("those of the other copies under way " + items.targetBytes()));
        assertThat(backfill.status("items").state()).isEqualTo(BackfillState.RUNNING);
    }

    /** Red if a copy that stood still seems to be a slow one, or still to be slowed down. */
    @Test
    void aPauseSaysNothingOfTheSpeed() throws Exception {
        UnitBackfill work = setting.observed(Step.Observer.NONE);
        Backfill backfill = facade(work);
        backfill.start("owners");
        work.step(OWNERS);
        work.step(OWNERS);
        stores.sql(
                "UPDATE crossfade.backfill SET slowed_by = 'slowed by a test', started_at = now() - interval '3601 s'");
        backfill.pause("owners");
        assertThat(backfill.status("owners").slowedBy()).isNull();
        stores.sql("UPDATE crossfade.backfill SET paused_at = now() - interval '3600 s'");
        backfill.resume("owners");

        assertThat(backfill.status("owners").slowedBy()).isEqualTo("slowed by a test");
        assertThat(backfill.status("owners").remainingSeconds()).isBetween(1L, 60L);
        while (work.step(OWNERS)) {
            assertThat(backfill.status("owners").complete()).isFalse();
        }
        assertThat(backfill.status("owners"))
                .returns(true, BackfillStatus::complete)
                .returns(null, BackfillStatus::slowedBy);
    }

    /** Red if an error ends a thread, of which there are two. */
    @Test
    void aWorkerOutlivesAnError() throws Exception {
        AtomicInteger errors = new AtomicInteger();
        UnitBackfill work = setting.observed((step, chunk) -> {
            if (step == Step.NOTED && errors.incrementAndGet() <= 2) {
                throw new NoClassDefFoundError("for a test");
            }
        });
        BackfillWorkers workers = new BackfillWorkers(stores.units, stores.states, work, 1);
        Backfill backfill = facade(work, workers);
        backfill.start("owners");
        workers.start();
        try {
            await().until(() -> backfill.status("owners").complete());
        } finally {
            workers.stop();
        }
        assertThat(stores.differences(OWNERS)).isEmpty();
    }

    private Backfill facade(UnitBackfill work) {
        return facade(work, new BackfillWorkers(stores.units, stores.states, work, 0));
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
                new ChunkSize(5, 1 << 20));
    }

    private static BsonValue objectId() {
        return new BsonObjectId(new ObjectId());
    }
}
