package io.crossfade.migration.control;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.UnexpectedRollbackException;

/** What a failure of PostgreSQL says about the operation. */
public final class PostgresFailures {

    private static final Set<String> CONTENTION = Set.of(
            "40001", // serialization failure
            "40P01"); // deadlock

    private PostgresFailures() {}

    /**
     * Whether the server undid the transaction because of others that ran at the same moment, by a deadlock or a failed
     * serialization: nothing was written, and the same transaction may succeed at once.
     */
    public static boolean isContention(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && CONTENTION.contains(state(sql))) {
                return true;
            }
        }
        return false;
    }

    /** The SQLSTATE; of a batch, that of the statement that failed; empty if there is none. */
    public static String state(SQLException failure) {
        SQLException told = failure;
        while (told instanceof BatchUpdateException && told.getNextException() != null) {
            told = told.getNextException();
        }
        String state = told.getSQLState();
        return state == null ? "" : state;
    }

    /** Whether the server is away, stopping, overloaded or too slow, rather than refusing the operation itself. */
    static boolean isUnavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // Hibernate answers null where a lookup by id loses its connection, and leaves a transaction that cannot
            // commit.
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof UnexpectedRollbackException
                    || cause instanceof SQLTransientConnectionException) {
                return true;
            }
            if (cause instanceof SQLException sql && isUnavailable(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnavailable(@Nullable String state) {
        // The pool says "connection is closed" without a state, and that hides what closed it.
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.equals("25P03")
                || state.equals("25006");
    }

    /** Of a failed COMMIT: whether the server refused it, so that nothing was written. */
    static boolean isRefusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataIntegrityViolationException || cause instanceof UnexpectedRollbackException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.startsWith("22") || state.startsWith("23") || state.startsWith("40");
            }
        }
        return false;
    }
}
