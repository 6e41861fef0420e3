package io.crossfade.embedded;

import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.springframework.boot.SpringApplication;

/**
 * Both embedded databases, running. Their data is in a temporary directory and in memory: it is gone when they are
 * closed. They listen on this machine's loopback address and ask for no password, so they are for no data worth keeping.
 */
public final class EmbeddedStores implements AutoCloseable {

    static final String DATABASE = "strattio";
    private static final String OWNER = "strattio";

    private final EmbeddedPostgres postgres;
    private final EmbeddedMongo mongo;

    private EmbeddedStores(EmbeddedPostgres postgres, EmbeddedMongo mongo) {
        this.postgres = postgres;
        this.mongo = mongo;
    }

    /** Starts both on free ports. */
    public static EmbeddedStores start() {
        return start(0, 0);
    }

    /**
     * Starts both, each with an empty database.
     *
     * @param postgresPort 0 for any free port
     * @param mongoPort 0 for any free port
     * @throws IllegalStateException if one cannot be started; the other is then stopped
     */
    public static EmbeddedStores start(int postgresPort, int mongoPort) {
        requireFree("PostgreSQL", postgresPort);
        requireFree("MongoDB", mongoPort);
        EmbeddedPostgres postgres = startPostgres(postgresPort);
        try {
            SpringApplication.getShutdownHandlers().add(() -> close(postgres));
            createDatabase(postgres);
            EmbeddedMongo mongo = mongoPort == 0 ? EmbeddedMongo.start() : EmbeddedMongo.start(mongoPort);
            return new EmbeddedStores(postgres, mongo);
        } catch (RuntimeException e) {
            close(postgres);
            throw e;
        }
    }

    /** Without a shutdown hook of its own, which would stop it beside a service that still ends its requests. */
    private static EmbeddedPostgres startPostgres(int port) {
        try {
            return EmbeddedPostgres.builder()
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("listen_addresses", "localhost")
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL could not be started on port " + port + ". Is there room in "
                            + System.getProperty("java.io.tmpdir") + "?",
                    e);
        }
    }

    private static void createDatabase(EmbeddedPostgres postgres) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + OWNER + " LOGIN PASSWORD '" + OWNER + "'");
            statement.execute("CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded PostgreSQL started but took no new database", e);
        }
    }

    /** Else the start could take another server on that port for the one it started. */
    private static void requireFree(String name, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The embedded " + name + " cannot have port " + port
                            + ": it is taken. Choose another, or 0 for any",
                    e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + DATABASE;
    }

    public String username() {
        return OWNER;
    }

    public String password() {
        return OWNER;
    }

    /** Names the database, too. */
    public String mongoUri() {
        return mongo.connectionString();
    }

    /** The stand-in itself, for tests that make it fail. */
    public EmbeddedMongo mongo() {
        return mongo;
    }

    /** The server itself, for tests that make it fail. */
    public EmbeddedPostgres postgres() {
        return postgres;
    }

    @Override
    public void close() {
        mongo.close();
        close(postgres);
    }

    private static void close(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL could not be stopped", e);
        }
    }
}
