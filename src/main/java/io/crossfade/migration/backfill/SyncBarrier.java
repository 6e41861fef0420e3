package io.crossfade.migration.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Waits until every sync by key that runs at the time of the call has ended. Each holds a lock that only syncs by key hold, and
 * only shared; the barrier never takes it, so no sync ever waits for the barrier. A sync that begins later is not waited for.
 */
final class SyncBarrier {

    /** The advisory lock space that syncs by key hold, beside the unit's own lock. */
    static final int SYNC_LOCKS = 0x43460002;

    private static final long POLL_MILLIS = 5;

    private final DataSource dataSource;

    SyncBarrier(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void await(String unit) throws SQLException, InterruptedException {
        LockHolders syncs = new LockHolders(SYNC_LOCKS);
        Set<LockHolders.Holder> awaited = now(syncs, unit);
        while (!awaited.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            awaited.retainAll(now(syncs, unit));
        }
    }

    /** No connection is held meanwhile: those that are awaited may need it. */
    private Set<LockHolders.Holder> now(LockHolders syncs, String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return syncs.now(connection, unit);
        }
    }
}
