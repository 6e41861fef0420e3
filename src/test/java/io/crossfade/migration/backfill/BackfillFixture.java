package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Both stores with owners in the source, and backfills of them in small chunks. */
abstract class BackfillFixture {

    static final ChunkSize CHUNK = new ChunkSize(4, 1 << 20);

    final MeterRegistry meters = new SimpleMeterRegistry();
    TwoStores stores;
    BackfillForTests setting;

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

    void deleteAndSync(BsonValue id) {
        stores.documents(OWNERS).deleteOne(Filters.eq("_id", id));
        stores.sync.sync("owners", List.of(Ids.text(id)));
    }

    static void lockAsSync(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock_shared(" + SyncBarrier.SYNC_LOCKS
                    + ", number) FROM crossfade.unit WHERE name = 'owners'");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    UnitBackfill backfill(Step.Observer observer) {
        return setting.observed(observer);
    }

    Backfill facade(UnitBackfill work, BackfillWorkers workers) {
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

    void start(UnitMapping mapping) throws SQLException {
        assertThat(new Runs(stores.target).begin(mapping.name(), CHUNK, List.of()))
                .isTrue();
    }

    void complete(UnitMapping mapping) throws Exception {
        complete(mapping, Step.Observer.NONE);
    }

    void complete(UnitMapping mapping, Step.Observer observer) throws Exception {
        start(mapping);
        finish(mapping, observer);
    }

    void finish(UnitMapping mapping, Step.Observer observer) throws Exception {
        UnitBackfill backfill = backfill(observer);
        while (backfill.step(mapping)) {
            assertThat(isComplete(mapping)).isFalse();
        }
        assertThat(isComplete(mapping))
                .as("waiting: %s", backfill.waiting(mapping.name()))
                .isTrue();
    }

    boolean isComplete(UnitMapping mapping) throws SQLException {
        return new Runs(stores.target)
                .find(mapping.name())
                .map(run -> run.state() == BackfillState.COMPLETE)
                .orElse(false);
    }

    List<BsonValue> owners(int count) {
        List<BsonValue> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(i % 3 == 2 ? new BsonBinary(UUID.randomUUID()) : objectId());
            insertOwner(ids.getLast());
        }
        return ids;
    }

    void insertOwner(BsonValue id) {
        stores.documents(OWNERS).insertOne(owner(id, "owner"));
    }

    static BsonValue objectId() {
        return new BsonObjectId(new ObjectId());
    }
}
