package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

class AdmissionTest {

    private final DataSource database = PostgresForTests.emptyDatabase();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final Admission admission = new Admission(now::get);

    @Test
    void aServerThatHasNoConnectionLeftIsLeftAloneForAMoment() throws SQLException {
        String url = PostgresForTests.url(database);
        limit("CREATE ROLE crowded LOGIN PASSWORD 'crowded' CONNECTION LIMIT 1");
        Properties crowded = new Properties();
        crowded.setProperty("user", "crowded");
        crowded.setProperty("password", "crowded");
        try (Connection only = admission.open(url, crowded)) {
            assertThatThrownBy(() -> admission.open(url, crowded))
                    .isInstanceOf(PSQLException.class)
                    .extracting(refused -> ((SQLException) refused).getSQLState())
                    .isEqualTo("53300");
            assertThatThrownBy(() -> admission.open(url, crowded))
                    .as("nobody asks the server, whichever pool wants it")
                    .isNotInstanceOf(PSQLException.class)
                    .satisfies(refused -> assertThat(PostgresFailures.reason(refused))
                            .isEqualTo("SQLSTATE 53300, it has no connection left"));

            limit("ALTER ROLE crowded CONNECTION LIMIT 2");
            now.addAndGet(Admission.PAUSE.toNanos());
            try (Connection second = admission.open(url, crowded)) {
                assertThat(second.isValid(5)).isTrue();
            }
        } finally {
            limit("DROP ROLE crowded");
        }
    }

    private void limit(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        PostgresForTests.url(database), PostgresForTests.USER, PostgresForTests.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
