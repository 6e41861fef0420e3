package io.crossfade.migration.mapping;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What PostgreSQL said, less every value: its own messages, details and a failed batch's text hold whole rows. Carries
 * the SQLSTATE and the names of table, column and constraint; the original is no cause, or a log would print it.
 */
public final class RedactedSqlException extends SQLException {

    private final @Nullable String table;
    private final @Nullable String constraint;

    private RedactedSqlException(
            String message, @Nullable String state, @Nullable String table, @Nullable String constraint) {
        super(message, state);
        this.table = table;
        this.constraint = constraint;
    }

    /** @param what what was being done, for the message: "upsert into users" */
    public static RedactedSqlException of(String what, SQLException original) {
        if (original instanceof RedactedSqlException redacted) {
            return redacted;
        }
        SQLException root = original;
        while (root instanceof BatchUpdateException && root.getNextException() != null) {
            root = root.getNextException();
        }
        ServerErrorMessage server = root instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String table = server == null ? null : server.getTable();
        String column = server == null ? null : server.getColumn();
        String constraint = server == null ? null : server.getConstraint();
        StringBuilder message =
                new StringBuilder(what).append(" failed: SQLSTATE ").append(root.getSQLState());
        append(message, "table", table);
        append(message, "column", column);
        append(message, "constraint", constraint);
        RedactedSqlException redacted =
                new RedactedSqlException(message.toString(), root.getSQLState(), table, constraint);
        redacted.setStackTrace(root.getStackTrace());
        return redacted;
    }

    /** The table that the server named, or null. */
    public @Nullable String table() {
        return table;
    }

    /** The constraint that the server named, or null. */
    public @Nullable String constraint() {
        return constraint;
    }

    private static void append(StringBuilder message, String kind, @Nullable String name) {
        if (name != null) {
            message.append(", ").append(kind).append(" '").append(name).append('\'');
        }
    }
}
