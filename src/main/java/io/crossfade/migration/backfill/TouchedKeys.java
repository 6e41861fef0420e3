package io.crossfade.migration.backfill;

import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** The keys that syncs wrote down while a backfill ran. */
final class TouchedKeys {

    private static final int PAGE = 500;
    private static final int FORGOTTEN_AT_ONCE = 10_000;

    /** Keys of one page, and the number of its last entry. */
    private record Page(List<String> keys, long last) {}

    private final DataSource dataSource;

    TouchedKeys(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The last number given out, whether or not its transaction has ended. */
    long lastDrawn(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT coalesce(pg_sequence_last_value("
                        + "pg_get_serial_sequence('crossfade.touched', 'seq')::regclass), 0)")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    void add(Connection connection, String unit, Collection<String> keys) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO crossfade.touched (unit, key) SELECT ?, unnest(?::text[])")) {
            insert.setString(1, unit);
            insert.setArray(2, connection.createArrayOf("text", keys.toArray()));
            insert.executeUpdate();
        }
    }

    /**
     * Syncs by key all keys of the chunk that were touched since its note and are visible now.
     *
     * @return how many
     */
    long resync(Chunk chunk, SyncByKey sync) throws SQLException {
        long synced = 0;
        List<IdRange> ranges = IdRange.of(chunk);
        long end = lastVisible(chunk.unit());
        long after = chunk.note();
        while (after < end) {
            Page page = page(chunk.unit(), after, end);
            List<String> keys = page.keys().stream()
                    .filter(key -> concerns(ranges, key))
                    .distinct()
                    .toList();
            if (!keys.isEmpty()) {
                sync.sync(chunk.unit(), keys);
                synced += keys.size();
            }
            after = page.last();
        }
        return synced;
    }

    /** Deletes those up to that number, but for what merged chunks still need. */
    void forget(Connection connection, String unit, long last) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM crossfade.touched WHERE seq IN (SELECT seq"
                        + " FROM crossfade.touched WHERE unit = ? AND seq <= least(?, (SELECT min(note)"
                        + " FROM crossfade.backfill_chunk WHERE unit = ? AND state = 'merged')) ORDER BY seq LIMIT "
                        + FORGOTTEN_AT_ONCE + ")")) {
            delete.setString(1, unit);
            delete.setLong(2, last);
            delete.setString(3, unit);
            int deleted = FORGOTTEN_AT_ONCE;
            while (deleted == FORGOTTEN_AT_ONCE) {
                deleted = delete.executeUpdate();
            }
        }
    }

    /** Whether a key may be one of the chunk's. An id that no row can have is taken for one. */
    private static boolean concerns(List<IdRange> ranges, String key) {
        try {
            UUID id = Ids.uuid(key);
            return ranges.stream().anyMatch(range -> range.contains(id));
        } catch (RefusedException unmappable) {
            return true;
        }
    }

    private Page page(String unit, long after, long end) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT seq, key FROM crossfade.touched"
                        + " WHERE unit = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT " + PAGE)) {
            select.setString(1, unit);
            select.setLong(2, after);
            select.setLong(3, end);
            try (ResultSet rows = select.executeQuery()) {
                List<String> keys = new ArrayList<>();
                long last = end;
                while (rows.next()) {
                    last = rows.getLong(1);
                    keys.add(rows.getString(2));
                }
                return new Page(keys, keys.size() < PAGE ? end : last);
            }
        }
    }

    private long lastVisible(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT max(seq) FROM crossfade.touched WHERE unit = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
