package io.crossfade.migration.control;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
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

    static final String TOO_MANY_CONNECTIONS = "53300";

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("08001", "no connection can be made"),
            Map.entry("08003", "the connection was lost"),
            Map.entry("08006", "the connection was lost"),
            Map.entry("25006", "it is read-only"),
            Map.entry("25P03", "the transaction was silent for too long"),
            Map.entry("28000", "it refuses the user"),
            Map.entry("28P01", "it refuses the password"),
            Map.entry("3D000", "there is no such database"),
            Map.entry("42501", "the user may not do this"),
            Map.entry("53100", "its disk is full"),
            Map.entry("53200", "it is out of memory"),
            Map.entry(TOO_MANY_CONNECTIONS, "it has no connection left"),
            Map.entry("57014", "it took too long"),
            Map.entry("57P01", "it is stopping"),
            Map.entry("57P02", "it is stopping"),
            Map.entry("57P03", "it is starting or stopping"));

    private PostgresFailures() {}

    /** Why the server did not do what it was asked, without any value that it was asked about. */
    public static String reason(Throwable failure) {
        boolean waited = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && !state(sql).isEmpty()) {
                return words(state(sql));
            }
            waited |= cause instanceof SQLTransientConnectionException;
        }
        return waited ? "all connections that this instance has for this are in use" : "the connection was lost";
    }

    /** A SQLSTATE, and what it means if an operator should know. */
    static String words(String state) {
        String meaning = WORDS.get(state);
        return "SQLSTATE " + state + (meaning == null ? "" : ", " + meaning);
    }

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
                // No such schema or table: an empty database answers, which is not the service's.
                || state.equals("3F000")
                || state.equals("42P01")
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
