package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.Audit;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/** What is done, and answered, while the audit cannot be written. */
class AuditedTest {

    private final AtomicInteger done = new AtomicInteger();
    private final Audit audit = mock(Audit.class);
    private final Audited audited = new Audited(audit);

    private void auditIsAwayFrom(String outcome) throws SQLException {
        doThrow(new SQLException("away", "08006")).when(audit).write(any(), eq(outcome), any());
    }

    private void pause(Audited.Action action) throws SQLException {
        audited.run(SecurityContext.NONE, "plans", "backfill", "pause", "a test", action);
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() throws SQLException {
        auditIsAwayFrom(Audit.BEGUN);

        assertThatThrownBy(() -> pause(done::incrementAndGet))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContainingAll("Nothing was done", "08006");
        assertThat(done).hasValue(0);
    }

    @Test
    void anActionThatWasDoneDoesNotCountAsFailed() throws SQLException {
        auditIsAwayFrom("done");

        assertThatThrownBy(() -> pause(done::incrementAndGet))
                .isInstanceOf(UnauditedException.class)
                .hasMessageContainingAll("plans", "backfill", "pause", "was done", "08006");
        assertThat(done).hasValue(1);
    }

    @Test
    void anActionThatFailedFailsForItsOwnReason() throws SQLException {
        auditIsAwayFrom("failed");
        auditIsAwayFrom("refused");
        SQLException reason = new SQLException("no", "57014");
        assertThatThrownBy(() -> pause(() -> {
                    throw reason;
                }))
                .isSameAs(reason);
        RefusedOperationException refused = new RefusedOperationException("no", null);
        assertThatThrownBy(() -> pause(() -> {
                    throw refused;
                }))
                .isSameAs(refused);
    }

    @Test
    void anAttemptAndItsOutcomeHaveOneId() throws SQLException {
        pause(done::incrementAndGet);

        ArgumentCaptor<Audit.Attempt> begun = ArgumentCaptor.forClass(Audit.Attempt.class);
        ArgumentCaptor<Audit.Attempt> ended = ArgumentCaptor.forClass(Audit.Attempt.class);
        verify(audit).write(begun.capture(), eq(Audit.BEGUN), eq("pause"));
        verify(audit).write(ended.capture(), eq("done"), eq("pause"));
        assertThat(begun.getValue().id()).isNotNull().isEqualTo(ended.getValue().id());
    }

    @Test
    void whatWasNotThereWasRefusedAndNotDone() throws SQLException {
        assertThatThrownBy(() -> pause(() -> {
                    throw new NotFoundException("there is none");
                }))
                .isInstanceOf(NotFoundException.class);
        verify(audit).write(any(), eq("refused"), eq("pause: there is none"));
    }

    @Test
    void aStoresOwnWordsAreNotWrittenDown() throws SQLException {
        assertThatThrownBy(() -> pause(() -> {
                    throw new SQLException("x@y.z", "57014");
                }))
                .isInstanceOf(SQLException.class);
        verify(audit).write(any(), eq("failed"), eq("pause: SQLSTATE 57014, and it may have been done"));
    }
}
