package io.crossfade.migration.feed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The change streams' positions, kept where the work is that they stand for. */
final class Checkpoints {

    private final DataSource dataSource;

    Checkpoints(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @param age how long ago it was saved: what the follower may lack at most when it begins to read
     * @param lostAt when history was lost that nothing has made good yet
     */
    record Checkpoint(
            BsonDocument token,
            Duration age,
            @Nullable Instant lostAt,
            @Nullable String lostReason) {}

    Optional<Checkpoint> read(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT token, lost_at, lost_reason, extract(epoch FROM now() - saved_at) * 1000 FROM crossfade.checkpoint WHERE unit = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                Instant lostAt = rows.getTimestamp(2) == null
                        ? null
                        : rows.getTimestamp(2).toInstant();
                return Optional.of(new Checkpoint(
                        BsonDocument.parse(rows.getString(1)),
                        Duration.ofMillis(Math.max(0, rows.getLong(4))),
                        lostAt,
                        rows.getString(3)));
            }
        }
    }

    /** A position from which every later change will be seen. Keeps a loss of history that was noted before. */
    void save(String unit, BsonDocument token) throws SQLException {
        write(
                unit,
                token,
                "INSERT INTO crossfade.checkpoint (unit, token, saved_at) VALUES (?, ?, now())"
                        + " ON CONFLICT (unit) DO UPDATE SET token = excluded.token, saved_at = now()");
    }

    /** The first position of a period of replication; what came before it does not concern it. */
    void begin(String unit, BsonDocument token) throws SQLException {
        write(
                unit,
                token,
                "INSERT INTO crossfade.checkpoint (unit, token, saved_at) VALUES (?, ?, now()) ON CONFLICT (unit) DO UPDATE"
                        + " SET token = excluded.token, saved_at = now(), lost_at = NULL, lost_reason = NULL");
    }

    /** Changes were missed. The stream goes on at the token, and the loss stands until it is made good. */
    void lose(String unit, BsonDocument token, String reason) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO crossfade.checkpoint (unit, token, saved_at, lost_at, lost_reason)"
                                + " VALUES (?, ?, now(), now(), ?) ON CONFLICT (unit) DO UPDATE SET token = excluded.token,"
                                + " saved_at = now(), lost_at = now(), lost_reason = excluded.lost_reason")) {
            insert.setString(1, unit);
            insert.setString(2, token.toJson());
            insert.setString(3, reason);
            insert.executeUpdate();
        }
    }

    private void write(String unit, BsonDocument token, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, unit);
            insert.setString(2, token.toJson());
            insert.executeUpdate();
        }
    }
}
