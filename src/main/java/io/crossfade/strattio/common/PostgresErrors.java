package io.crossfade.strattio.common;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL says was violated. Its own message holds values and must not be passed on. */
final class PostgresErrors {

    private PostgresErrors() {}

    /** The name of the violated constraint; empty if the failure is about none. */
    static String constraint(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException postgres) {
                ServerErrorMessage message = postgres.getServerErrorMessage();
                String constraint = message == null ? null : message.getConstraint();
                return constraint == null ? "" : constraint;
            }
        }
        return "";
    }

    /** For a refusal that no legal write meets: names the constraint, without the values. */
    static RuntimeException unexpected(String constraint) {
        return new IllegalStateException(
                "PostgreSQL refused a row that was checked before; violated: '" + constraint + "'");
    }
}
