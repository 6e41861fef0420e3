package io.crossfade.migration.sync;

import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The outbox entries of keys. They are read before the rows, so that none is deleted whose change was not seen. */
final class Outbox {

    private Outbox() {}

    /** The entries committed by now. */
    static List<Long> entries(Connection connection, String unit, Collection<String> keys) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT seq FROM crossfade.outbox WHERE unit = ? AND key = ANY (?)")) {
            select.setString(1, unit);
            select.setArray(2, connection.createArrayOf("uuid", uuids(keys).toArray()));
            List<Long> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(rows.getLong(1));
                }
            }
            return entries;
        }
    }

    static void delete(Connection connection, List<Long> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM crossfade.outbox WHERE seq = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", entries.toArray()));
            delete.executeUpdate();
        }
    }

    /** Writes keys down as changed, so that a follower syncs them whatever happens to us. */
    static void add(Connection connection, String unit, Collection<String> keys) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO crossfade.outbox (unit, key) SELECT ?, unnest(?::uuid[])")) {
            insert.setString(1, unit);
            insert.setArray(2, connection.createArrayOf("uuid", uuids(keys).toArray()));
            insert.executeUpdate();
        }
    }

    /** The keys that can be a row's; the others have none. */
    static List<UUID> uuids(Collection<String> keys) {
        List<UUID> uuids = new ArrayList<>(keys.size());
        for (String key : keys) {
            try {
                uuids.add(Ids.uuid(key));
            } catch (RefusedException noRowHasIt) {
                // Such a key stands in the source alone.
            }
        }
        return uuids;
    }
}
