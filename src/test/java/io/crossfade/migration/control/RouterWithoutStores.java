package io.crossfade.migration.control;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.Column;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Router;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.SourceFence.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The router with its real fence and a permit that holds for long, between stores that answer at once: what a call takes is its
 * own cost. Replication is done at once, too, and no read is sampled.
 */
public final class RouterWithoutStores implements AutoCloseable {

    public static final String UNIT = "plans";

    private static final Duration LONG = Duration.ofDays(1);

    private final EmbeddedMongo mongo = EmbeddedMongo.start();
    private final MongoClient client = MongoClients.create(mongo.connectionString());
    private final ReplicaReads replicaReads = new ReplicaReads(Duration.ofSeconds(1));
    private final PlatformTransactionManager transactions;
    private final PhaseRouter router;

    /** Half of the keys are read from the target where reads are switched. */
    public RouterWithoutStores(Phase phase) {
        FenceRow row = new FenceRow(
                UNIT,
                1,
                1,
                phase.authority() == Side.SOURCE ? FenceState.CLOSED : FenceState.OPEN,
                false,
                false,
                phase,
                phase == Phase.READ_SWITCH ? 50 : 0,
                Instant.EPOCH,
                "test",
                "test",
                null,
                false);
        DataSource target = AnsweringPostgres.with(row);
        transactions = new DataSourceTransactionManager(target);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Events events = new Events(meters);
        PostgresFence fence = new PostgresFence(target, Installation.ofNewStores());
        router = new PhaseRouter(
                states(fence),
                sourceFence(row, events),
                Installation.ofNewStores(),
                new AcknowledgedWrites(),
                new TargetTransactions(transactions, target, fence),
                (unit, keys) -> true,
                new NoShadowReads(),
                replicaReads,
                new OperationMetrics(meters, new StoreNames("MONGO", "POSTGRES")),
                events,
                Duration.ofSeconds(5));
    }

    public Router router() {
        return router;
    }

    /** Of the stub. */
    public PlatformTransactionManager transactions() {
        return transactions;
    }

    private static UnitStates states(PostgresFence fence) {
        UnitMapping plans = UnitMapping.of(UNIT).column(Column.text("name", 10)).build();
        try {
            return new UnitStates(new Units(List.of(plans)), fence, Set.of());
        } catch (SQLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private MongoFence sourceFence(FenceRow row, Events events) {
        MongoDatabase database = client.getDatabase("strattio");
        MongoAnchor anchor = FenceForTests.anchor(client, database);
        FenceForTests.create(database, anchor, row);
        MongoFence fence = FenceForTests.fence(
                database,
                anchor,
                new Instance("benchmark", "benchmark", "benchmark", Instant.EPOCH),
                LONG,
                LONG,
                Clock.systemUTC(),
                System::nanoTime,
                events);
        fence.refresh(List.of(row));
        if (row.phase() == Phase.READ_SWITCH) {
            FenceForTests.set(fence, UNIT, Mode.STRICT);
        }
        return fence;
    }

    private static final class NoShadowReads implements ShadowReads {
        @Override
        public <T> void offer(
                String unit,
                String operation,
                @Nullable T result,
                long nanos,
                Supplier<T> authority,
                Supplier<T> other) {}
    }

    @Override
    public void close() {
        replicaReads.close();
        client.close();
        mongo.close();
    }
}
