package io.crossfade.migration.sync;

import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.PostgresFence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import javax.sql.DataSource;

/**
 * The transaction in which keys are synced or looked at: the unit's locks, then its row, then the keys' locks, in this order.
 * While it lives nobody else changes these keys' replicas, and the fence does not move.
 */
final class SyncTransaction {

    /** Held shared by syncs by key alone: who waits for "every sync that runs now" looks for its holders. */
    private static final int RUNNING_SYNCS = 0x43460002;

    private final DataSource dataSource;
    private final PostgresFence fence;
    private final Duration limit;
    private final Duration idleLimit;

    /**
     * @param limit of one statement and of one wait for a lock
     * @param idleLimit of the pauses between statements, in which the source is asked; longer than all that may be asked in one
     */
    SyncTransaction(DataSource dataSource, PostgresFence fence, Duration limit, Duration idleLimit) {
        this.dataSource = dataSource;
        this.fence = fence;
        this.limit = limit;
        this.idleLimit = idleLimit;
    }

    interface Work<T> {
        T run(Connection connection, FenceRow row) throws SQLException;
    }

    /** Runs the work and commits; whatever it throws rolls back. */
    <T> T inLock(String unit, Collection<String> keys, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                long source = fence.installation().requireSource();
                T result = locked(connection, unit, keys, work);
                fence.installation().requireSame(source);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                rollback(connection, failure);
                throw failure;
            }
        }
    }

    private <T> T locked(Connection connection, String unit, Collection<String> keys, Work<T> work)
            throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute("SET LOCAL statement_timeout = " + limit.toMillis() + "; SET LOCAL lock_timeout = "
                    + limit.toMillis() + "; SET LOCAL idle_in_transaction_session_timeout = "
                    + idleLimit.toMillis());
        }
        try (PreparedStatement replicating =
                connection.prepareStatement("SELECT set_config('crossfade.replicating', ?, true)")) {
            replicating.setString(1, unit);
            replicating.execute();
        }
        try (PreparedStatement running = connection.prepareStatement(
                "SELECT pg_advisory_xact_lock_shared(?, number)" + " FROM crossfade.unit WHERE name = ?")) {
            running.setInt(1, RUNNING_SYNCS);
            running.setString(2, unit);
            running.execute();
        }
        FenceRow row = fence.enter(connection, unit);
        KeyLocks.lock(connection, unit, keys);
        try (Statement deferred = connection.createStatement()) {
            deferred.execute("SET CONSTRAINTS ALL DEFERRED");
        }
        return work.run(connection, row);
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            failure.addSuppressed(lost);
        }
    }
}
