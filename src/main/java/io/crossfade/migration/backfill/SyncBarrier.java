package io.crossfade.migration.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
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

    private record Holder(int pid, String transaction) {}

    private final DataSource dataSource;

    SyncBarrier(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void await(String unit) throws SQLException, InterruptedException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT l.pid, l.virtualtransaction"
                        + " FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()"
                        + " JOIN crossfade.unit u ON u.number = l.objid::bigint AND u.name = ?"
                        + " WHERE l.locktype = 'advisory' AND l.classid = ? AND l.objsubid = 2 AND l.granted")) {
            select.setString(1, unit);
            select.setLong(2, SYNC_LOCKS);
            Set<Holder> awaited = holders(select);
            while (!awaited.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                awaited.retainAll(holders(select));
            }
        }
    }

    private static Set<Holder> holders(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            Set<Holder> holders = new HashSet<>();
            while (rows.next()) {
                holders.add(new Holder(rows.getInt(1), rows.getString(2)));
            }
            return holders;
        }
    }
}
