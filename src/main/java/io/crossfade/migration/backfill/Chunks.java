package io.crossfade.migration.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.sql.DataSource;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The record of each chunk, in PostgreSQL. Whoever works on a chunk holds its row's lock, which a crash frees. */
final class Chunks {

    private static final String CLAIM = "SELECT unit, number, lower_bound, upper_bound, state, note, attempts"
            + " FROM crossfade.backfill_chunk WHERE unit = ? AND ";
    private static final String LOCKED = " ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED";

    /** What a unit's chunks come to. */
    record Totals(long todo, long merged, long done, long rows, long byKey, long bytes) {}

    private final DataSource dataSource;

    Chunks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Locks the next chunk that is not done and that nobody works on, until the end of the connection's transaction. */
    Optional<Chunk> claim(Connection connection, String unit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CLAIM + "state <> 'done'" + LOCKED)) {
            select.setString(1, unit);
            return first(select);
        }
    }

    /** Locks that chunk, if it is merged and nobody works on it. */
    Optional<Chunk> claimMerged(Connection connection, Chunk chunk) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(CLAIM + "number = ? AND state = 'merged'" + LOCKED)) {
            select.setString(1, chunk.unit());
            select.setInt(2, chunk.number());
            return first(select);
        }
    }

    /** In the transaction that merged it. */
    void merged(Connection connection, Chunk chunk, long note, long rows, long byKey, long bytes, double seconds)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE crossfade.backfill_chunk SET state = 'merged', note = ?, rows = ?, by_key = ?, bytes = ?,"
                        + " seconds = ?, error = NULL WHERE unit = ? AND number = ?")) {
            update.setLong(1, note);
            update.setLong(2, rows);
            update.setLong(3, byKey);
            update.setLong(4, bytes);
            update.setDouble(5, seconds);
            update.setString(6, chunk.unit());
            update.setInt(7, chunk.number());
            update.executeUpdate();
        }
    }

    /** Adds to what the merge counted. */
    void done(Connection connection, Chunk chunk, long rows, double seconds) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE crossfade.backfill_chunk SET state = 'done', rows = rows + ?, by_key = by_key + ?,"
                        + " seconds = seconds + ? WHERE unit = ? AND number = ?")) {
            update.setLong(1, rows);
            update.setLong(2, rows);
            update.setDouble(3, seconds);
            update.setString(4, chunk.unit());
            update.setInt(5, chunk.number());
            update.executeUpdate();
        }
    }

    /** A merge failed and was rolled back. */
    void failed(Chunk chunk, int attempts, String error) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE crossfade.backfill_chunk"
                        + " SET attempts = ?, error = ? WHERE unit = ? AND number = ? AND state = 'todo'")) {
            update.setInt(1, attempts);
            update.setString(2, error);
            update.setString(3, chunk.unit());
            update.setInt(4, chunk.number());
            update.executeUpdate();
        }
    }

    /**
     * Makes several of a chunk whose row the connection's transaction holds.
     *
     * @param bounds ids that lie in it, in order: the first of each part but the first one
     */
    void divide(Connection connection, Chunk chunk, List<BsonValue> bounds, int attempts) throws SQLException {
        try (PreparedStatement others =
                        connection.prepareStatement("SELECT FROM crossfade.backfill WHERE unit = ? FOR UPDATE");
                PreparedStatement part = connection.prepareStatement("INSERT INTO crossfade.backfill_chunk"
                        + " (unit, number, lower_bound, upper_bound, attempts) SELECT ?, max(number) + 1, ?, ?, ?"
                        + " FROM crossfade.backfill_chunk WHERE unit = ?");
                PreparedStatement first = connection.prepareStatement("UPDATE crossfade.backfill_chunk"
                        + " SET upper_bound = ?, attempts = ? WHERE unit = ? AND number = ?")) {
            others.setString(1, chunk.unit());
            others.execute();
            for (int i = 0; i < bounds.size(); i++) {
                part.setString(1, chunk.unit());
                setBound(part, 2, bounds.get(i));
                setBound(part, 3, i + 1 < bounds.size() ? bounds.get(i + 1) : chunk.upper());
                part.setInt(4, attempts);
                part.setString(5, chunk.unit());
                part.addBatch();
            }
            part.executeBatch();
            setBound(first, 1, bounds.getFirst());
            first.setInt(2, attempts);
            first.setString(3, chunk.unit());
            first.setInt(4, chunk.number());
            first.executeUpdate();
        }
    }

    /** What a chunk held. */
    record Copied(long rows, long bytes) {}

    Copied copied(Chunk chunk) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT rows, bytes FROM crossfade.backfill_chunk WHERE unit = ? AND number = ?")) {
            select.setString(1, chunk.unit());
            select.setInt(2, chunk.number());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? new Copied(rows.getLong(1), rows.getLong(2)) : new Copied(0, 0);
            }
        }
    }

    /** At which the chunks of all units that are done were copied, by one worker; empty if there are none. */
    OptionalDouble bytesPerSecond() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT sum(bytes) / nullif(sum(seconds), 0)"
                        + " FROM crossfade.backfill_chunk WHERE state = 'done' AND bytes > 0")) {
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                double rate = rows.getDouble(1);
                return rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(rate);
            }
        }
    }

    Totals totals(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT count(*) FILTER (WHERE state = 'todo'), count(*) FILTER (WHERE state = 'merged'),"
                                + " count(*) FILTER (WHERE state = 'done'), coalesce(sum(rows), 0), coalesce(sum(by_key), 0),"
                                + " coalesce(sum(bytes), 0)"
                                + " FROM crossfade.backfill_chunk WHERE unit = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return new Totals(
                        rows.getLong(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        rows.getLong(5),
                        rows.getLong(6));
            }
        }
    }

    void deleteAll(Connection connection, String unit) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM crossfade.backfill_chunk WHERE unit = ?")) {
            delete.setString(1, unit);
            delete.executeUpdate();
        }
    }

    void add(PreparedStatement insert, String unit, int number, @Nullable BsonValue lower, @Nullable BsonValue upper)
            throws SQLException {
        insert.setString(1, unit);
        insert.setInt(2, number);
        setBound(insert, 3, lower);
        setBound(insert, 4, upper);
        insert.addBatch();
    }

    PreparedStatement prepareAdd(Connection connection) throws SQLException {
        return connection.prepareStatement(
                "INSERT INTO crossfade.backfill_chunk (unit, number, lower_bound, upper_bound) VALUES (?, ?, ?, ?)");
    }

    private static void setBound(PreparedStatement insert, int index, @Nullable BsonValue bound) throws SQLException {
        if (bound == null) {
            insert.setNull(index, Types.VARCHAR);
        } else {
            insert.setString(index, IdBound.text(bound));
        }
    }

    private static Optional<Chunk> first(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            return Optional.of(new Chunk(
                    rows.getString(1),
                    rows.getInt(2),
                    bound(rows.getString(3)),
                    bound(rows.getString(4)),
                    rows.getString(5).equals("merged"),
                    rows.getLong(6),
                    rows.getInt(7)));
        }
    }

    private static @Nullable BsonValue bound(@Nullable String text) {
        return text == null ? null : IdBound.parse(text);
    }
}
