package io.crossfade.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The one embedded PostgreSQL of a test JVM, started when first asked for, and a fresh, migrated database for whoever
 * wants one. The data sources do not pool: each connection is a new one and must be closed.
 */
public final class PostgresForTests {

    public static final String USER = "postgres";
    public static final String PASSWORD = "postgres";

    private static final String TEMPLATE = "crossfade_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private PostgresForTests() {}

    /** A new database with all of Flyway's migrations applied, and nothing in it. */
    public static DataSource freshDatabase() {
        return create(Migrated.TEMPLATE_NAME);
    }

    /** A new database with nothing in it, not even the migrations. */
    public static DataSource emptyDatabase() {
        return create("template1");
    }

    /** The JDBC URL of a database made here; connect as {@link #USER} with {@link #PASSWORD}. */
    public static String url(DataSource database) {
        return ((PGSimpleDataSource) database).getUrl();
    }

    /** The address of a database made here, and how one signs in. */
    static JdbcConnectionDetails details(DataSource database) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return USER;
            }

            @Override
            public String getPassword() {
                return PASSWORD;
            }

            @Override
            public String getJdbcUrl() {
                return url(database);
            }
        };
    }

    /** The server, for tests that need its port or its {@code postgres} database. */
    public static EmbeddedPostgres server() {
        return Server.RUNNING;
    }

    private static DataSource create(String template) {
        String name = "test_" + NUMBER.incrementAndGet();
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return database(name);
    }

    private static PGSimpleDataSource database(String name) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {server().getPort()});
        source.setDatabaseName(name);
        source.setUser(USER);
        source.setPassword(PASSWORD);
        return source;
    }

    private static void execute(String sql) {
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server {

        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("timezone", "Asia/Kathmandu")
                        .setServerConfig("shared_buffers", "64MB")
                        .setServerConfig("max_wal_size", "2GB")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Migrated {

        static final String TEMPLATE_NAME = migrate();

        private static String migrate() {
            execute("CREATE DATABASE " + TEMPLATE);
            Flyway.configure()
                    .dataSource(database(TEMPLATE))
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return TEMPLATE;
        }
    }
}
