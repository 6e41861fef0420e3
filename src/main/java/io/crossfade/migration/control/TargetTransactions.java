package io.crossfade.migration.control;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.UnavailableException;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Operations on the target as authority. A write is one transaction that holds the unit's lock and goes on only if the row
 * says open, so a flip waits for it and none comes between. A read looks at the row after the data.
 */
final class TargetTransactions {

    private static final int MOST_ATTEMPTS = 3;

    private final TransactionTemplate transaction;
    private final JdbcTemplate jdbc;
    private final PostgresFence fence;

    TargetTransactions(PlatformTransactionManager manager, DataSource dataSource, PostgresFence fence) {
        transaction = new TransactionTemplate(manager);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        jdbc = new JdbcTemplate(dataSource);
        this.fence = fence;
    }

    /** The row does not allow the write; nothing was done. */
    static final class HeldException extends RuntimeException {

        private final FenceRow row;

        HeldException(FenceRow row) {
            super("Unit '" + row.unit() + "' is " + row.state().code(), null, false, false);
            this.row = row;
        }

        FenceRow row() {
            return row;
        }
    }

    /** The server undid the transaction, and another may succeed. */
    private static final class ContendedException extends RuntimeException {

        ContendedException(RuntimeException cause) {
            super(null, cause, false, false);
        }
    }

    /**
     * Runs the operation in a transaction of its own, and in another one from the start if the server undid it because of
     * others' writes.
     *
     * @throws HeldException if the target is not the open authority
     * @throws UnavailableException if nothing was written because PostgreSQL could not be asked, or kept undoing it
     * @throws OutcomeUnknownException if the COMMIT's answer is missing
     */
    <T> T write(String unit, Supplier<T> operation) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(unit, operation);
            } catch (ContendedException contended) {
                if (attempt == MOST_ATTEMPTS) {
                    throw new UnavailableException(
                            "Unit '" + unit
                                    + "': others kept writing what this request writes; nothing was written; try again",
                            Duration.ofSeconds(1),
                            contended.getCause());
                }
            }
        }
    }

    private <T> T once(String unit, Supplier<T> operation) {
        boolean[] committing = {false};
        try {
            return transaction.execute(status -> {
                FenceRow row = onConnection(connection -> fence.enter(connection, unit));
                if (row.state() != FenceState.OPEN) {
                    throw new HeldException(row);
                }
                T result = operation.get();
                committing[0] = true;
                return result;
            });
        } catch (HeldException | UnavailableException | OutcomeUnknownException decided) {
            throw decided;
        } catch (RuntimeException failure) {
            if (PostgresFailures.isContention(failure)) {
                throw new ContendedException(failure);
            }
            if (committing[0] && !PostgresFailures.isRefusal(failure)) {
                throw new OutcomeUnknownException(
                        "Unit '" + unit + "': the answer to the COMMIT is missing (" + PostgresFailures.reason(failure)
                                + "); read the resource, or repeat the request with the same id",
                        failure);
            }
            throw unavailableOr(unit, failure);
        }
    }

    /**
     * Reads, and then makes sure that the target was the authority until after the data was read.
     *
     * @return the row as it stood after the read; the result counts only if the target is the authority in it
     */
    FenceRow rowAfterRead(String unit) {
        try {
            return onConnection(connection -> fence.read(connection, unit));
        } catch (RuntimeException failure) {
            throw unavailableOr(unit, failure);
        }
    }

    static RuntimeException unavailableOr(String unit, RuntimeException failure) {
        if (!PostgresFailures.isUnavailable(failure)) {
            return failure;
        }
        String reason = "PostgreSQL: " + PostgresFailures.reason(failure);
        return new UnavailableException(
                "Unit '" + unit + "': the store that decides cannot be asked now (" + reason + "); try again",
                reason,
                Duration.ofSeconds(2),
                failure);
    }

    private FenceRow onConnection(ConnectionCallback<FenceRow> work) {
        FenceRow row = jdbc.execute((Connection connection) -> work.doInConnection(connection));
        if (row == null) {
            throw new IllegalStateException("A fence row is never null");
        }
        return row;
    }
}
