package io.crossfade.migration.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Which transactions hold a unit's advisory lock of one space. Looks only: it never takes the lock. */
final class LockHolders {

    private final int space;

    LockHolders(int space) {
        this.space = space;
    }

    record Holder(int pid, String transaction) {}

    Set<Holder> now(Connection connection, String unit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT l.pid, l.virtualtransaction"
                + " FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()"
                + " JOIN crossfade.unit u ON u.number = l.objid::bigint AND u.name = ?"
                + " WHERE l.locktype = 'advisory' AND l.classid = ? AND l.objsubid = 2 AND l.granted")) {
            select.setString(1, unit);
            select.setLong(2, space);
            try (ResultSet rows = select.executeQuery()) {
                Set<Holder> holders = new HashSet<>();
                while (rows.next()) {
                    holders.add(new Holder(rows.getInt(1), rows.getString(2)));
                }
                return holders;
            }
        }
    }
}
