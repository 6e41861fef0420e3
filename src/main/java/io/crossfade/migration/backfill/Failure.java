package io.crossfade.migration.backfill;

import com.mongodb.MongoException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/**
 * What a failure means for the work that met it.
 *
 * @param kind whether to wait for a store, or to count it against the chunk
 * @param code names it without any value: messages of both stores may hold values
 */
public record Failure(Kind kind, String code) {

    /** What to do about it. */
    public enum Kind {
        /** A store is away, or a table locked as a whole: waited for, however long. */
        OUTAGE,
        /** Anything else: another transaction in the way, or something about the chunk itself. */
        OTHER
    }

    public static Failure of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoException mongo) {
                return new Failure(
                        Kind.OUTAGE,
                        "source: " + mongo.getClass().getSimpleName()
                                + (mongo.getCode() > 0 ? " " + mongo.getCode() : ""));
            }
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState() == null ? "no SQLSTATE" : sql.getSQLState();
                return new Failure(kind(sql, state), "target: " + state);
            }
        }
        return new Failure(Kind.OTHER, thrown.getClass().getSimpleName());
    }

    private static Kind kind(SQLException sql, String state) {
        if (sql instanceof SQLTransientConnectionException
                || sql instanceof SQLNonTransientConnectionException
                || sql instanceof UnitTable.LockedException
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("25006")) {
            return Kind.OUTAGE;
        }
        return Kind.OTHER;
    }
}
