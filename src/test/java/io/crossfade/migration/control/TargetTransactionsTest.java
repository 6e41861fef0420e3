package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.Phase;
import io.crossfade.migration.UnavailableException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** A transaction that the server undid because of others is run again; one whose end nobody knows is not. */
class TargetTransactionsTest {

    private static final String UNIT = "plans";

    private static final FenceRow OPEN = new FenceRow(
            UNIT, 1, 1, FenceState.OPEN, false, false, Phase.TARGET, 0, Instant.EPOCH, "test", "test", null, false);

    private final List<String> done = new ArrayList<>();
    private final List<RuntimeException> failingCommits = new ArrayList<>();
    private final TargetTransactions transactions = transactions();

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001"})
    void whatOthersUndidIsDoneAgainFromTheStart(String state) {
        assertThat(transactions.write(UNIT, failing(2, undone(state)))).isEqualTo("written");
        assertThat(done)
                .containsExactly(
                        "begin", "write", "rollback", "begin", "write", "rollback", "begin", "write", "commit");
    }

    @Test
    void soIsWhatOthersUndoInItsCommit() {
        failingCommits.add(new TransactionSystemException("commit", new SQLException("deadlock", "40P01")));

        assertThat(transactions.write(UNIT, failing(0, undone("40P01")))).isEqualTo("written");
        assertThat(done).containsExactly("begin", "write", "begin", "write", "commit");
    }

    @Test
    void afterTheThirdTimeNothingWasWritten() {
        assertThatThrownBy(() -> transactions.write(UNIT, failing(9, undone("40P01"))))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("nothing was written");
        assertThat(done).filteredOn("write"::equals).hasSize(3);
        assertThat(done).doesNotContain("commit");
    }

    @Test
    void aCommitWithoutAnAnswerIsNotRepeated() {
        failingCommits.add(new TransactionSystemException("commit", new SQLException("connection lost", "08006")));

        assertThatThrownBy(() -> transactions.write(UNIT, failing(0, undone("40P01"))))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(done).containsOnlyOnce("write");
    }

    @ParameterizedTest
    @CsvSource({"25006, it is read-only", "53100, its disk is full", "53300, it has no connection left"})
    void whatCannotBeAskedNamesWhy(String state, String why) {
        RuntimeException failure = new IllegalStateException(new SQLException("geheim", state));

        assertThat(TargetTransactions.unavailableOr(UNIT, failure))
                .isInstanceOfSatisfying(UnavailableException.class, away -> assertThat(away.reason())
                        .isEqualTo("PostgreSQL: SQLSTATE " + state + ", " + why))
                .hasMessageContaining(state)
                .hasMessageNotContaining("geheim");
    }

    @Test
    void aBatchTellsWhatItsStatementSaid() {
        BatchUpdateException batch = new BatchUpdateException("batch", "", 0, new int[0]);
        batch.setNextException(new SQLException("deadlock", "40P01"));

        assertThat(PostgresFailures.isContention(new IllegalStateException(batch)))
                .isTrue();
        assertThat(PostgresFailures.isContention(new SQLException("duplicate", "23505")))
                .isFalse();
    }

    private Supplier<String> failing(int times, RuntimeException failure) {
        int[] left = {times};
        return () -> {
            done.add("write");
            if (left[0]-- > 0) {
                throw failure;
            }
            return "written";
        };
    }

    private static RuntimeException undone(String state) {
        return new CannotAcquireLockException("undone", new SQLException("undone", state));
    }

    private TargetTransactions transactions() {
        DataSource dataSource = AnsweringPostgres.with(OPEN);
        return new TargetTransactions(
                new Noted(dataSource), dataSource, new PostgresFence(dataSource, Installation.ofNewStores()));
    }

    /** Notes what becomes of each transaction. */
    private final class Noted extends DataSourceTransactionManager {

        Noted(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            done.add("begin");
            super.doBegin(transaction, definition);
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            if (!failingCommits.isEmpty()) {
                throw failingCommits.removeFirst();
            }
            done.add("commit");
            super.doCommit(status);
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            done.add("rollback");
            super.doRollback(status);
        }
    }
}
