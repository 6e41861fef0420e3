package io.crossfade.strattio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables do by themselves to rows that somebody else changes. */
class TableTriggersTests {

    private static final String OLD = "2020-01-02 03:04:05.006+00";
    private static final Instant OLD_TIME = Instant.parse("2020-01-02T03:04:05.006Z");

    private final DataSource database = PostgresForTests.freshDatabase();

    @Test
    void aStatementThatSetsNoUpdateTimeGetsThePresentOne() throws Exception {
        try (Connection connection = database.getConnection()) {
            user(connection);
            execute(connection, "UPDATE users SET name = 'New'");

            Instant touched = updatedAt(connection);
            assertThat(touched)
                    .isAfter(OLD_TIME)
                    .isBeforeOrEqualTo(Instant.now().plusMillis(1));
            assertThat(touched.getNano() % 1_000_000).isZero();
        }
    }

    @Test
    void oneThatSetsItKeepsWhatItSet() throws Exception {
        try (Connection connection = database.getConnection()) {
            user(connection);
            execute(connection, "UPDATE users SET name = 'New', updated_at = '2021-01-02 03:04:05.006+00'");

            assertThat(updatedAt(connection)).isEqualTo(Instant.parse("2021-01-02T03:04:05.006Z"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "plans"})
    void whatIsReplicatedIsLeftAlone(String unit) throws Exception {
        try (Connection connection = database.getConnection()) {
            user(connection);
            execute(connection, "SET crossfade.replicating = '" + unit + "'");
            execute(connection, "UPDATE users SET name = 'New'");
            assertThat(updatedAt(connection)).isEqualTo(OLD_TIME);

            execute(connection, "SET crossfade.replicating = ''");
            execute(connection, "UPDATE users SET name = 'Newer'");
            assertThat(updatedAt(connection)).isAfter(OLD_TIME);
        }
    }

    @Test
    void noHandTakesAwayADefault() throws Exception {
        try (Connection connection = database.getConnection()) {
            user(connection);

            assertThatThrownBy(() -> execute(connection, "UPDATE users SET role = NULL"))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("23502"));
        }
    }

    /** A table that is older than this rule may hold what the rule forbids. */
    @Test
    void whatWasTakenAwayBeforeIsTheDefaultAgain() throws Exception {
        DataSource older = PostgresForTests.emptyDatabase();
        migrate(older, "10");
        try (Connection connection = older.getConnection()) {
            user(connection);
            execute(connection, "UPDATE crossfade.unit SET capturing = true");
            execute(connection, "SET crossfade.replicating = 'users'");
            execute(connection, "UPDATE users SET role = NULL, settings = NULL, metadata = '{\"kept\": 1}'");

            migrate(older, "latest");

            assertThat(text(connection, "SELECT role || settings || metadata FROM users"))
                    .isEqualTo("user{}{\"kept\": 1}");
            assertThat(updatedAt(connection)).isEqualTo(OLD_TIME);
        }
    }

    private static void migrate(DataSource database, String target) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .target(target)
                .load()
                .migrate();
    }

    private static void user(Connection connection) throws SQLException {
        execute(
                connection,
                "INSERT INTO users (email, password_hash, created_at, updated_at) VALUES ('a@x.org', 'h', '%1$s', '%1$s')"
                        .formatted(OLD));
    }

    private static Instant updatedAt(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT updated_at FROM users")) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
