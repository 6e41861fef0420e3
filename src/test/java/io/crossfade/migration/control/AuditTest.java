package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.testing.PostgresForTests;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit grows, and nothing else. */
class AuditTest {

    private final DataSource dataSource = PostgresForTests.freshDatabase();
    private final Audit audit = new Audit(dataSource, new Instance("one", "here:1", "1", Instant.EPOCH));
    private final Audit.Attempt attempt =
            Audit.Attempt.of("plans", "backfill", new Requester("admin", "10.0.0.1"), "why");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE crossfade.audit SET actor = 'nobody'",
                "DELETE FROM crossfade.audit",
                "TRUNCATE crossfade.audit",
                "SET session_replication_role = replica; DELETE FROM crossfade.audit"
            })
    void noEntryIsChangedOrRemoved(String sql) throws Exception {
        audit.write(attempt, Audit.BEGUN, null);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("only ever added");
        }
        assertThat(audit.list(null, null, 10)).hasSize(1);
    }

    @Test
    void anAttemptHasOneBeginningAndOneOutcome() throws Exception {
        assertThat(audit.write(attempt, Audit.BEGUN, null)).isTrue();
        assertThat(audit.write(attempt, "done", "pause")).isTrue();
        assertThat(audit.write(attempt, "failed", "pause")).isFalse();

        assertThat(audit.list("plans", null, 10))
                .extracting(Audit.Entry::outcome)
                .containsExactly("done", Audit.BEGUN);
        assertThat(audit.list("plans", null, 10))
                .allSatisfy(entry -> assertThat(entry.attempt()).isEqualTo(attempt))
                .allSatisfy(entry -> assertThat(entry.instance()).isEqualTo("here:1 (one)"));
    }
}
