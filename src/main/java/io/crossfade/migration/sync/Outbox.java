package io.crossfade.migration.sync;

import io.crossfade.migration.control.Pipeline;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The outbox entries of keys. They are read before the rows, so that none is deleted whose change was not seen. */
final class Outbox {

    private Outbox() {}

    /** @param entries gets those that are committed when the statement is carried out */
    static void read(Pipeline pipeline, String unit, Collection<String> keys, List<Long> entries) {
        pipeline.each(
                "SELECT seq FROM crossfade.outbox WHERE unit = ? AND key = ANY (?::uuid[])",
                row -> entries.add(row.getLong(1)),
                unit,
                uuids(keys).stream().map(UUID::toString).toArray(String[]::new));
    }

    static void delete(Pipeline pipeline, List<Long> entries) {
        if (!entries.isEmpty()) {
            pipeline.add(
                    "DELETE FROM crossfade.outbox WHERE seq = ANY (?)",
                    entries.stream().mapToLong(Long::longValue).toArray());
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
