package io.crossfade.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** A PostgreSQL that can be stopped and started again on the same port with its data. Closing it leaves the data to whoever gave the directory. */
public final class RestartablePostgres implements AutoCloseable {

    public static final String USER = "strattio";

    private final Path directory;
    private final Map<String, String> settings;
    private final int port;
    private EmbeddedPostgres running;

    private RestartablePostgres(Path directory, Map<String, String> settings, EmbeddedPostgres running) {
        this.directory = directory;
        this.settings = settings;
        this.port = running.getPort();
        this.running = running;
    }

    public static RestartablePostgres start(Path directory) throws IOException, SQLException {
        return start(directory, Map.of("max_connections", "100"));
    }

    /** @param settings of the server, as in postgresql.conf */
    public static RestartablePostgres start(Path directory, Map<String, String> settings)
            throws IOException, SQLException {
        RestartablePostgres postgres = new RestartablePostgres(directory, settings, start(directory, settings, 0));
        try (Connection connection = postgres.running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + USER + "'");
            statement.execute("CREATE DATABASE " + USER + " OWNER " + USER);
        }
        return postgres;
    }

    private static EmbeddedPostgres start(Path directory, Map<String, String> settings, int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60));
        settings.forEach(builder::setServerConfig);
        return builder.start();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/" + USER;
    }

    /** Ends all sessions; what was committed stays. */
    public void stop() throws IOException {
        running.close();
    }

    public void restart() throws IOException {
        running = start(directory, settings, port);
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
