package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.CrossfadeApplication;
import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.migration.control.EnginePools;
import io.crossfade.testing.RestartablePostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** How many connections to PostgreSQL an instance takes, and what it says of those that it cannot have, or loses. */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class ConnectionsTests {

    private static final int PER_INSTANCE = 22;

    /** One that listens, three of control, five of replication, two of requests. */
    private static final int AT_REST = 11;

    @TempDir
    private static Path directory;

    private static RestartablePostgres postgres;
    private static EmbeddedMongo mongo;
    private static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws Exception {
        // Three of these are the superuser's: there is room for two instances and no more.
        postgres =
                RestartablePostgres.start(directory, Map.of("max_connections", Integer.toString(2 * PER_INSTANCE + 3)));
        mongo = EmbeddedMongo.start();
        service = startInstance("--spring.mongodb.uri=" + mongo.connectionString());
    }

    private static ConfigurableApplicationContext startInstance(String... settings) {
        return new SpringApplicationBuilder(CrossfadeApplication.class)
                .run(Stream.concat(
                                Stream.of(
                                        "--server.port=0",
                                        "--spring.datasource.url=" + postgres.url(),
                                        "--spring.datasource.username=" + RestartablePostgres.USER,
                                        "--spring.datasource.password=" + RestartablePostgres.USER,
                                        "--crossfade.security.users.it.password=it",
                                        "--crossfade.security.users.it.roles=admin,app"),
                                Stream.of(settings))
                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
        mongo.close();
        postgres.close();
    }

    @Test
    void howeverMuchIsAskedTheInstanceTakesNoMoreThanIsSet(CapturedOutput output) throws Exception {
        assertThat(connections()).as("at rest").isBetween(1, AT_REST);
        try (Load load = new Load()) {
            await("all connections to be in use")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> connections() == PER_INSTANCE || !load.refused.isEmpty());
            await("no more than all")
                    .during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> connections() <= PER_INSTANCE);
            assertThat(load.refused).isEmpty();

            postgres.stop();
            postgres.restart();

            load.refused.clear();
            await("the pools to fill again").atMost(Duration.ofSeconds(60)).until(() -> connections() == PER_INSTANCE);
        }
        assertThat(output.getAll())
                .contains("Connections to PostgreSQL were lost: SQLSTATE")
                .doesNotContain("it has no connection left", "53300")
                .as("a stack trace")
                .doesNotContain("\tat ");
    }

    /** More threads than connections at each pool. */
    private static final class Load implements AutoCloseable {

        private final AtomicBoolean ended = new AtomicBoolean();
        private final Queue<String> refused = new ConcurrentLinkedQueue<>();
        private final ExecutorService executor = Executors.newCachedThreadPool();
        private final List<Future<?>> workers = new ArrayList<>();

        Load() {
            EnginePools pools = service.getBean(EnginePools.class);
            for (DataSource pool :
                    List.of(service.getBean(DataSource.class), pools.control(), pools.sync(), pools.bulk())) {
                for (int i = 0; i < 10; i++) {
                    workers.add(executor.submit(() -> work(pool)));
                }
            }
        }

        private void work(DataSource pool) {
            while (!ended.get()) {
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_sleep(0.05)");
                } catch (SQLException failed) {
                    refused.add(failed.toString());
                }
            }
        }

        @Override
        public void close() throws Exception {
            ended.set(true);
            for (Future<?> worker : workers) {
                worker.get();
            }
            executor.close();
        }
    }

    @Test
    void aUserThatTheServerDoesNotKnowIsNamedAsTheCause(CapturedOutput output) {
        assertThatThrownBy(() -> startInstance(
                        "--spring.mongodb.uri=" + mongo.connectionString(), "--spring.datasource.username=nobody"))
                .isNotNull();

        assertThat(output.getAll())
                .contains("PostgreSQL cannot be used (SQLSTATE 28", "spring.datasource.username")
                .doesNotContain("\tat ");
    }

    @Test
    void tooFewConnectionsForTheSettingAreRefusedWithTheArithmetic(CapturedOutput output) {
        assertThatThrownBy(() -> startInstance(
                        "--spring.mongodb.uri=" + mongo.connectionString(), "--crossfade.connections.per-instance=45"))
                .isNotNull();

        assertThat(output.getAll())
                .contains(
                        "PostgreSQL lets this user have 44 connections, and an instance takes up to 45",
                        "Raise max_connections");
    }

    @Test
    void aMongoThatIsNotThereIsNamedWithItsCauseAndNeverItsPassword(CapturedOutput output) {
        startInstance("--spring.mongodb.uri=mongodb://somebody:geheim@localhost:1/strattio?replicaSet=none")
                .close();

        assertThat(output.getAll())
                .contains(
                        "MongoDB at localhost:1 (it cannot be reached) cannot be asked",
                        "See that it runs",
                        "is not ready for units in which MongoDB decides")
                .doesNotContain("geheim");
    }

    /** Of the service's user, whoever else looks. */
    private static int connections() throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.url(), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = '" + RestartablePostgres.USER + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
