package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.testing.RestartablePostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

/** What a real server answers to a start that it refuses, and what is said of it. */
class TargetRefusesTest {

    private static final int CONNECTIONS = 5;

    @TempDir
    private static Path directory;

    @Test
    void aWrongPasswordAndACrowd() throws Exception {
        Map<String, String> settings = Map.of(
                "max_connections",
                String.valueOf(CONNECTIONS),
                "superuser_reserved_connections",
                "2",
                "max_wal_senders",
                "0");
        try (RestartablePostgres postgres = RestartablePostgres.start(directory, settings)) {
            assertThat(refusal(postgres, "not the password"))
                    .as("by default it trusts whoever is on the same machine")
                    .isNull();
            askForPasswords(postgres);

            FailureAnalysis wrong = refusal(postgres, "geheim");
            assertThat(wrong.getDescription())
                    .contains("PostgreSQL cannot be used (SQLSTATE 28P01, it refuses the password)")
                    .doesNotContain("geheim");
            assertThat(wrong.getAction()).contains("spring.datasource.password");

            List<Connection> crowd = crowd(postgres);
            try {
                FailureAnalysis crowded = refusal(postgres, RestartablePostgres.USER);
                assertThat(crowded.getDescription())
                        .contains("PostgreSQL cannot be used (SQLSTATE 53300, it has no connection left)");
                assertThat(crowded.getAction()).contains("max_connections", ConnectionBudget.SETTING);
            } finally {
                for (Connection one : crowd) {
                    one.close();
                }
            }
        }
    }

    private static void askForPasswords(RestartablePostgres postgres) throws Exception {
        Path admits = directory.resolve("pg_hba.conf");
        Files.writeString(
                admits, "host all " + RestartablePostgres.USER + " all scram-sha-256\n" + Files.readString(admits));
        try (Connection superuser = DriverManager.getConnection(postgres.url(), "postgres", "");
                Statement statement = superuser.createStatement()) {
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static List<Connection> crowd(RestartablePostgres postgres) {
        List<Connection> open = new ArrayList<>();
        SQLException refused = null;
        while (refused == null) {
            try {
                open.add(DriverManager.getConnection(
                        postgres.url(), RestartablePostgres.USER, RestartablePostgres.USER));
            } catch (SQLException full) {
                refused = full;
            }
        }
        return open;
    }

    /** As at a start, through a pool; null if it is admitted. */
    private static FailureAnalysis refusal(RestartablePostgres postgres, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.url());
        config.setUsername(RestartablePostgres.USER);
        config.setPassword(password);
        config.setMaximumPoolSize(1);
        Throwable refused = catchThrowable(() -> new HikariDataSource(config).close());
        return refused == null
                ? null
                : new TargetAwayFailureAnalyzer(
                                new MockEnvironment().withProperty("spring.datasource.url", postgres.url()))
                        .analyze(refused);
    }
}
