package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements sent together are carried out as if they had been sent one by one. */
class PipelineTest {

    private static final long LOCK = 4711;

    private final DataSource postgres = PostgresForTests.freshDatabase();
    private final List<Long> read = new ArrayList<>();

    @BeforeEach
    void table() throws SQLException {
        execute("CREATE TABLE counted (n BIGINT NOT NULL CHECK (n < 100))");
        execute("INSERT INTO counted VALUES (1)");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void take(ResultSet rows) throws SQLException {
        while (rows.next()) {
            read.add(rows.getLong(1));
        }
    }

    private List<Long> committed() throws SQLException {
        read.clear();
        try (Connection connection = postgres.getConnection()) {
            new Pipeline().read("SELECT n FROM counted ORDER BY n", this::take).run(connection);
        }
        return List.copyOf(read);
    }

    /** The rule of the fence: the row is read by a statement that begins once the lock is held. */
    @Test
    void eachStatementSeesWhatWasCommittedBeforeItBegan() throws Exception {
        try (Connection holder = postgres.getConnection();
                Connection waiter = postgres.getConnection()) {
            holder.setAutoCommit(false);
            new Pipeline().add("SELECT pg_advisory_xact_lock(?)", LOCK).run(holder);
            waiter.setAutoCommit(false);
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
                try {
                    new Pipeline()
                            .add("SELECT pg_advisory_xact_lock(?)", LOCK)
                            .read("SELECT n FROM counted", this::take)
                            .run(waiter);
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            await().until(() -> {
                List<Long> waits = new ArrayList<>();
                try (Connection looking = postgres.getConnection()) {
                    new Pipeline()
                            .read(
                                    "SELECT pid FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND objid = ?::oid"
                                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                                    rows -> waits.add(rows.next() ? 1L : 0L),
                                    LOCK)
                            .run(looking);
                }
                return waits.contains(1L);
            });
            new Pipeline().add("UPDATE counted SET n = ?", 2L).add("COMMIT").run(holder);

            waiting.join();
            assertThat(read).containsExactly(2L);
        }
    }

    @Test
    void nothingIsCommittedBehindAStatementThatIsRefused() throws Exception {
        try (Connection connection = postgres.getConnection()) {
            connection.setAutoCommit(false);
            Pipeline refused = new Pipeline()
                    .add("INSERT INTO counted VALUES (?)", 3L)
                    .add("INSERT INTO counted VALUES (?)", 200L)
                    .add("COMMIT");

            assertThatThrownBy(() -> refused.run(connection))
                    .isInstanceOfSatisfying(SQLException.class, failed -> assertThat(failed.getSQLState())
                            .isEqualTo("23514"));
            connection.rollback();
        }
        assertThat(committed()).containsExactly(1L);
    }

    @Test
    void everyStatementGetsItsOwnValuesAndReader() throws Exception {
        try (Connection connection = postgres.getConnection()) {
            connection.setAutoCommit(false);
            new Pipeline()
                    .read("SELECT ?::bigint", this::take, 7L)
                    .add("INSERT INTO counted SELECT unnest(?::bigint[])", new long[] {5, 6})
                    .add("SET CONSTRAINTS ALL DEFERRED")
                    .read("SELECT n FROM counted WHERE n = ANY (?::text[]::bigint[])", this::take, (Object)
                            new String[] {"5"})
                    .add(
                            "INSERT INTO counted SELECT n FROM (SELECT ?::bigint AS n) AS none WHERE n IS NOT NULL",
                            (Object) null)
                    .read("SELECT count(*) FROM counted", this::take)
                    .add("COMMIT")
                    .run(connection);
        }
        assertThat(read).containsExactly(7L, 5L, 3L);
        assertThat(committed()).containsExactly(1L, 5L, 6L);
    }
}
