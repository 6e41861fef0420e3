package io.crossfade.migration.backfill;

import static io.crossfade.migration.testing.TwoStores.OWNERS;
import static io.crossfade.migration.testing.TwoStores.owner;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Owners that are copied in one chunk, if nothing is in the way. */
abstract class DirectCopyFixture {

    static final ChunkSize ONE_CHUNK = new ChunkSize(10_000, 1 << 20);

    TwoStores stores;
    BackfillForTests setting;

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

    static Step.Observer once(Step at, Supplier<?> action) {
        AtomicInteger times = new AtomicInteger();
        return (step, chunk) -> {
            if (step == at && times.getAndIncrement() == 0) {
                action.get();
            }
        };
    }

    /** Whether any chunk went by staging: each session keeps its table. */
    boolean staged() throws SQLException {
        return !stores.query("SELECT relname FROM pg_class WHERE relname LIKE 'backfill_rows%'")
                .isEmpty();
    }

    List<String> query(String sql) {
        try {
            return stores.query(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    static String uuid(BsonValue id) {
        try {
            return Ids.uuid(id).toString();
        } catch (Exception refused) {
            throw new IllegalStateException(refused);
        }
    }

    void start(UnitMapping mapping) throws SQLException {
        assertThat(new Runs(stores.target).begin(mapping.name(), ONE_CHUNK, List.of()))
                .isTrue();
    }

    void complete(UnitMapping mapping, Step.Observer observer) throws Exception {
        start(mapping);
        UnitBackfill work = setting.observed(observer);
        while (work.step(mapping)) {
            assertThat(isComplete(mapping)).isFalse();
        }
        assertThat(isComplete(mapping)).isTrue();
    }

    boolean isComplete(UnitMapping mapping) throws SQLException {
        return new Runs(stores.target).find(mapping.name()).orElseThrow().state() == BackfillState.COMPLETE;
    }

    List<BsonValue> owners(int count) {
        List<BsonValue> ids = new ArrayList<>();
        List<BsonDocument> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(objectId());
            documents.add(owner(ids.getLast(), "owner"));
        }
        stores.documents(OWNERS).insertMany(documents);
        return ids;
    }

    static BsonValue objectId() {
        return new BsonObjectId(new ObjectId());
    }
}
