package io.crossfade.torture.cluster;

import io.crossfade.embedded.mongo.EmbeddedMongo;
import io.crossfade.testing.RestartablePostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** Both databases, in this process and beside it. Each can be taken away and comes back with its data. */
public final class Stores implements AutoCloseable {

    private static final Map<String, String> POSTGRES_SETTINGS =
            Map.of("max_connections", "300", "fsync", "off", "shared_buffers", "64MB", "timezone", "Asia/Kathmandu");

    private final Path data;
    private final RestartablePostgres postgres;
    private final EmbeddedMongo mongo;
    private @Nullable RestartablePostgres strangePostgres;
    private @Nullable EmbeddedMongo strangeMongo;

    private Stores(Path data, RestartablePostgres postgres, EmbeddedMongo mongo) {
        this.data = data;
        this.postgres = postgres;
        this.mongo = mongo;
    }

    public static Stores start() throws IOException, SQLException {
        Path data = Files.createTempDirectory("crossfade-torture");
        return new Stores(data, RestartablePostgres.start(data, POSTGRES_SETTINGS), EmbeddedMongo.start());
    }

    int port(Store store) {
        return switch (store) {
            case MONGO -> mongo.port();
            case POSTGRES -> postgres.port();
        };
    }

    /** The port of another one of its kind, of which the service knows nothing. */
    synchronized int strangerPort(Store store) throws IOException, SQLException {
        return switch (store) {
            case MONGO -> {
                strangeMongo = strangeMongo == null ? EmbeddedMongo.start() : strangeMongo;
                yield strangeMongo.port();
            }
            case POSTGRES -> {
                strangePostgres = strangePostgres == null
                        ? RestartablePostgres.start(
                                Files.createDirectory(data.resolveSibling(data.getFileName() + "-strange")),
                                POSTGRES_SETTINGS)
                        : strangePostgres;
                yield strangePostgres.port();
            }
        };
    }

    /** Ends its connections, and lets nobody in. */
    public void stop(Store store) throws IOException {
        switch (store) {
            case MONGO -> mongo.stop();
            case POSTGRES -> postgres.stop();
        }
    }

    public void restart(Store store) throws IOException {
        switch (store) {
            case MONGO -> mongo.restart();
            case POSTGRES -> postgres.restart();
        }
    }

    /** For who looks after the data itself, past the service. */
    public String mongoUri() {
        return mongo.connectionString();
    }

    /** For who looks after the data itself, past the service; user and password are {@link RestartablePostgres#USER}. */
    public String jdbcUrl() {
        return postgres.url();
    }

    @Override
    public void close() throws IOException {
        mongo.close();
        postgres.close();
        if (strangeMongo != null) {
            strangeMongo.close();
        }
        if (strangePostgres != null) {
            strangePostgres.close();
            FileSystemUtils.deleteRecursively(data.resolveSibling(data.getFileName() + "-strange"));
        }
        FileSystemUtils.deleteRecursively(data);
    }
}
