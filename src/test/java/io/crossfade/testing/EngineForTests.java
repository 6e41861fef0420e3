package io.crossfade.testing;

import static io.crossfade.migration.Column.bool;
import static io.crossfade.migration.Column.integer;
import static io.crossfade.migration.Column.json;
import static io.crossfade.migration.Column.reference;
import static io.crossfade.migration.Column.text;
import static io.crossfade.migration.Column.timestamp;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.Column;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.FenceForTests;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.FenceState;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.MoveListener;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.control.Requester;
import io.crossfade.migration.control.SourceFence;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The engine as another team would take it: its own configuration over a database of each kind, with two small units,
 * {@code owners} and {@code pets}, and none of the service's aggregates.
 */
public final class EngineForTests implements AutoCloseable {

    public static final String OWNERS = "owners";
    public static final String PETS = "pets";

    private static final UnitMapping OWNERS_MAPPING = UnitMapping.of(OWNERS)
            .column(text("email", 255).asRequired().asSecret())
            .column(text("name", 10))
            .column(json("settings").orElse("{}"))
            .column(timestamp("updated_at").inField("updatedAt").orElse(new Column.Origin.IdTime()))
            .unique("email")
            .build();

    private static final UnitMapping PETS_MAPPING = UnitMapping.of(PETS)
            .column(reference("owner_id", OWNERS).inField("ownerId").asRequired())
            .column(integer("place").asRequired())
            .column(bool("tame").orElse(true))
            .unique("owner_id", "place")
            .build();

    private final EmbeddedMongo mongo;
    private final String database;
    private final DataSource postgres;
    private final MongoClient client;
    private final MongoClient engineClient;
    private AnnotationConfigApplicationContext context;
    private final Map<String, Object> properties;

    private EngineForTests(
            EmbeddedMongo mongo,
            @Nullable Function<EmbeddedMongo, MongoClient> engineClient,
            String database,
            DataSource postgres,
            Map<String, Object> properties) {
        this.properties = properties;
        this.mongo = mongo;
        this.database = database;
        this.postgres = postgres;
        client = MongoClients.create(mongo.connectionString() + "&serverSelectionTimeoutMS=1000&timeoutMS=5000");
        this.engineClient = engineClient == null ? client : engineClient.apply(mongo);
        try {
            context = start();
        } catch (RuntimeException refused) {
            client.close();
            throw refused;
        }
    }

    public static EngineForTests start(String... properties) {
        return startThrough(null, properties);
    }

    /** @param engineClient by which the engine alone reaches the source, and which the caller closes */
    public static EngineForTests startThrough(
            @Nullable Function<EmbeddedMongo, MongoClient> engineClient, String... properties) {
        EmbeddedMongo mongo = EmbeddedMongo.start();
        try {
            return new EngineForTests(mongo, engineClient, "strattio", TablesForTests.fresh(), settings(properties));
        } catch (RuntimeException refused) {
            mongo.close();
            throw refused;
        }
    }

    /** Another instance over such stores, which is to be stopped, not closed. Fails as its start does. */
    public EngineForTests beside(String database, DataSource postgres, String... properties) {
        return new EngineForTests(mongo, null, database, postgres, settings(properties));
    }

    private static Map<String, Object> settings(String... properties) {
        Map<String, Object> settings = new HashMap<>();
        // A write to the source counts as running for three times its limit after a start.
        settings.put("crossfade.sync.source-limit", "500ms");
        for (String property : properties) {
            settings.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        return settings;
    }

    private AnnotationConfigApplicationContext start() {
        AnnotationConfigApplicationContext starting = new AnnotationConfigApplicationContext();
        starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        starting.registerBean("ownersMapping", UnitMapping.class, () -> OWNERS_MAPPING);
        starting.registerBean("petsMapping", UnitMapping.class, () -> PETS_MAPPING);
        starting.registerBean(DataSource.class, () -> postgres);
        starting.registerBean(PlatformTransactionManager.class, () -> new DataSourceTransactionManager(postgres));
        starting.registerBean(JdbcConnectionDetails.class, () -> PostgresForTests.details(postgres));
        starting.registerBean(MongoClient.class, () -> engineClient, bean -> bean.setDestroyMethodName(""));
        starting.registerBean(
                MongoDatabaseFactory.class, () -> new SimpleMongoClientDatabaseFactory(engineClient, database));
        starting.registerBean(MeterRegistry.class, () -> new SimpleMeterRegistry());
        starting.scan(
                "io.crossfade.migration.control",
                "io.crossfade.migration.sync",
                "io.crossfade.migration.feed",
                "io.crossfade.migration.backfill",
                "io.crossfade.migration.verify");
        starting.refresh();
        return starting;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Stops the engine and starts it again over the same stores. */
    public void restart() {
        context.close();
        context = start();
    }

    public EmbeddedMongo mongo() {
        return mongo;
    }

    public DataSource postgres() {
        return postgres;
    }

    public MongoClient client() {
        return client;
    }

    public MongoDatabase database() {
        return client.getDatabase(database);
    }

    public MongoCollection<BsonDocument> collection(String unit) {
        return database().getCollection(unit, BsonDocument.class);
    }

    /** Puts a unit into a phase without any gate, with the feed running as the phase asks. */
    public void stand(String unit, Phase phase) {
        try {
            FenceRow before = bean(UnitStates.class).get(unit);
            if (before.phase() == Phase.SOURCE) {
                Gate.Move first = new Gate.Move(before, Phase.DUAL_WRITE);
                bean(Feed.class).beforeMove(first, Requester.named("test"));
                context.getBean("installationClaim", MoveListener.class).beforeMove(first, Requester.named("test"));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        flip(unit, row -> row.withState(phase.authority() == Side.SOURCE ? FenceState.CLOSED : FenceState.OPEN)
                .withRecording(phase == Phase.BACKFILL)
                .withCapturing(phase.replicates())
                .withPhase(phase)
                .withRetainUntil(null)
                .by("test", "test"));
        FenceRow row = bean(UnitStates.class).get(unit);
        context.getBeansOfType(MoveListener.class).values().forEach(listener -> listener.standsAt(row));
        FenceForTests.follow(bean(SourceFence.class), row);
        awaitFence(bean(SourceFence.class), row);
    }

    /** Until the source's fence has followed the row, which it does by itself. */
    public static void awaitFence(SourceFence fence, FenceRow row) {
        Awaitility.await("the source's fence to follow " + row.unit() + " to " + row.phase())
                .pollInterval(java.time.Duration.ofMillis(10))
                .until(() -> fence.permit(row.unit())
                        .filter(document -> row.phase().authority() == Side.TARGET
                                ? document.mode() == SourceFence.Mode.CLOSED
                                : document.mode() != SourceFence.Mode.CLOSED && document.phase() == row.phase())
                        .isPresent());
    }

    /** Holds leases in the engine's place, so that it leaves that work to the test. */
    public void keepOut(String... leases) {
        for (String lease : leases) {
            execute("INSERT INTO crossfade.lease (name, holder, until) VALUES ('" + lease
                    + "', 'test', 'infinity') ON CONFLICT (name) DO UPDATE SET holder = 'test', until = 'infinity'");
        }
    }

    public void flip(String unit, UnaryOperator<FenceRow> change) {
        try {
            PostgresFence fence = bean(PostgresFence.class);
            FenceRow row = fence.flip(
                    unit,
                    fence.read(unit).epoch(),
                    change,
                    (connection, before) -> {},
                    java.time.Duration.ofSeconds(10));
            bean(UnitStates.class).accept(row);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void execute(String sql) {
        try (Connection connection = postgres.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of each row, as text. */
    public List<String> query(String sql) {
        try (Connection connection = postgres.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the engine, and leaves its stores. */
    public void stop() {
        context.close();
        client.close();
    }

    @Override
    public void close() {
        stop();
        mongo.close();
    }
}
