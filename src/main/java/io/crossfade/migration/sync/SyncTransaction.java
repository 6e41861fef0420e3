package io.crossfade.migration.sync;

import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Pipeline;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.mapping.RedactedSqlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The transaction in which keys are synced or looked at: the unit's locks, then its row, then the keys' locks, in this order and in one
 * round trip. While it lives nobody else changes these keys' replicas, and the fence does not move.
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
        T run(Locked locked) throws SQLException;
    }

    /** Of a transaction that holds the locks. */
    final class Locked {

        private final Connection connection;
        private final String unit;
        private final long source;
        private @Nullable FenceRow row;
        private final List<Long> entries = new ArrayList<>();
        private final Set<String> aside = new HashSet<>();
        private boolean committed;

        private Locked(Connection connection, String unit) throws SQLException {
            this.connection = connection;
            this.unit = unit;
            source = fence.installation().requireSource();
        }

        Connection connection() {
            return connection;
        }

        FenceRow row() {
            return Objects.requireNonNull(row);
        }

        /** The outbox entries of the keys that were committed once these were locked. */
        List<Long> entries() {
            return entries;
        }

        /** In one round trip with the last statements. Nothing can be done any more after it. */
        void commit(Pipeline last) throws SQLException {
            fence.installation().requireSame(source);
            try {
                last.add("COMMIT").run(connection);
            } catch (SQLException failed) {
                throw RedactedSqlException.of("Sync of unit '" + unit + "'", failed);
            }
            committed = true;
        }

        /** As {@link #commit}, of keys that are equal in both stores then, but for those refused. */
        SyncResult end(Pipeline last, Collection<String> keys, Set<String> refused) throws SQLException {
            Set<String> equal = new TreeSet<>(keys);
            equal.removeAll(refused);
            Set<String> free = new TreeSet<>(equal);
            free.retainAll(aside);
            Quarantine.remove(last, unit, free);
            Outbox.delete(last, entries);
            commit(last);
            return new SyncResult(equal.size(), refused);
        }
    }

    /** Runs the work and commits, if it has not; whatever it throws rolls back. */
    <T> T inLock(String unit, Collection<String> keys, Work<T> work) throws SQLException {
        return inLock(unit, keys, pipeline -> {}, work);
    }

    /** @param also adds what else is to be done before the work, behind the locks and the row */
    <T> T inLock(String unit, Collection<String> keys, Consumer<Pipeline> also, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Locked locked = new Locked(connection, unit);
                begin(locked, keys, also);
                T result = work.run(locked);
                if (!locked.committed) {
                    locked.commit(new Pipeline());
                }
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                rollback(connection, failure);
                throw failure;
            }
        }
    }

    private void begin(Locked locked, Collection<String> keys, Consumer<Pipeline> also) throws SQLException {
        String unit = locked.unit;
        Pipeline pipeline = new Pipeline();
        pipeline.add(
                "SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true),"
                        + " set_config('idle_in_transaction_session_timeout', ?, true),"
                        + " set_config('crossfade.replicating', ?, true)",
                String.valueOf(limit.toMillis()),
                String.valueOf(limit.toMillis()),
                String.valueOf(idleLimit.toMillis()),
                unit);
        pipeline.add(
                "SELECT pg_advisory_xact_lock_shared(?, number) FROM crossfade.unit WHERE name = ?",
                RUNNING_SYNCS,
                unit);
        fence.enter(pipeline, unit, row -> locked.row = row);
        KeyLocks.lock(pipeline, unit, keys);
        also.accept(pipeline);
        Outbox.read(pipeline, unit, keys, locked.entries);
        Quarantine.read(pipeline, unit, keys, locked.aside);
        pipeline.add("SET CONSTRAINTS ALL DEFERRED");
        pipeline.run(locked.connection);
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            failure.addSuppressed(lost);
        }
    }
}
