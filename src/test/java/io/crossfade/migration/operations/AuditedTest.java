package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.crossfade.migration.control.Audit;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/** What is answered while the audit cannot be written. */
class AuditedTest {

    private final AtomicInteger done = new AtomicInteger();
    private Audited audited;

    @BeforeEach
    void open() throws SQLException {
        DataSource away = mock(DataSource.class);
        when(away.getConnection()).thenThrow(new SQLException("the audit is away", "08006"));
        audited = new Audited(new Audit(away));
    }

    @Test
    void anActionThatWasDoneDoesNotCountAsFailed() {
        assertThatThrownBy(() ->
                        audited.run(SecurityContext.NONE, "plans", "backfill", "pause", null, done::incrementAndGet))
                .isInstanceOf(UnauditedException.class)
                .hasMessageContainingAll("plans", "backfill", "pause", "was done", "08006");
        assertThat(done).hasValue(1);
    }

    @Test
    void anActionThatFailedFailsForItsOwnReason() {
        SQLException reason = new SQLException("no", "57014");
        assertThatThrownBy(() -> audited.run(SecurityContext.NONE, "plans", "backfill", "pause", null, () -> {
                    throw reason;
                }))
                .isSameAs(reason);
        RefusedOperationException refused = new RefusedOperationException("no", null);
        assertThatThrownBy(() -> audited.run(SecurityContext.NONE, "plans", "backfill", "pause", null, () -> {
                    throw refused;
                }))
                .isSameAs(refused);
    }

    @Test
    void whatMustLeaveATraceIsNotShownWithoutOne() {
        assertThatThrownBy(() -> audited.look(
                        SecurityContext.NONE, "plans", "quarantine", "show x", null, done::incrementAndGet))
                .isInstanceOf(SQLException.class);
    }
}
