package io.crossfade.migration.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long the copy of one chunk may still take. One thread counts it. */
final class ChunkTime {

    private long deadline;

    ChunkTime(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
    }

    /** The chunk is too large to be copied in the time that one may take. */
    static final class TooLongException extends RuntimeException {
        TooLongException() {
            super("A chunk takes too long to copy");
        }
    }

    /** Something that did not count: waiting for other chunks. */
    void extend(long nanos) {
        deadline += nanos;
    }

    boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    /** @throws TooLongException if nothing is left */
    void check() {
        if (isOver()) {
            throw new TooLongException();
        }
    }

    /**
     * Ends any statement of the transaction that takes longer than what is left now. A COMMIT is not among them, so what is deferred
     * to it is to be checked before.
     *
     * @throws TooLongException if nothing is left
     */
    void limit(Connection connection) throws SQLException {
        check();
        long millis = 1 + TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + Math.max(1, millis));
        }
    }
}
