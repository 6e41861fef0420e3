package io.crossfade.endurance;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A PostgreSQL that can be stopped and started again on the same port with its data. Closing it leaves the data to whoever gave the directory. */
final class RestartablePostgres implements AutoCloseable {

    static final String USER = "strattio";

    private final Path directory;
    private final int port;
    private EmbeddedPostgres running;

    private RestartablePostgres(Path directory, EmbeddedPostgres running) {
        this.directory = directory;
        this.port = running.getPort();
        this.running = running;
    }

    static RestartablePostgres start(Path directory) throws IOException, SQLException {
        RestartablePostgres postgres = new RestartablePostgres(directory, start(directory, 0));
        try (Connection connection = postgres.running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + USER + "'");
            statement.execute("CREATE DATABASE " + USER + " OWNER " + USER);
        }
        return postgres;
    }

    private static EmbeddedPostgres start(Path directory, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("max_connections", "100")
                .start();
    }

    String url() {
        return "jdbc:postgresql://localhost:" + port + "/" + USER;
    }

    /** Ends all sessions; what was committed stays. */
    void stop() throws IOException {
        running.close();
    }

    void restart() throws IOException {
        running = start(directory, port);
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
