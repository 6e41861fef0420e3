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
     * @param followed whether some instance follows
     * @param lag how far behind its follower said to be, plus how long ago it said so; null if none has said anything
     * @param toldAge how long ago its follower said anything
     * @param problem what keeps the follower from going on, if anything does
     */
    record Checkpoint(
            BsonDocument token,
            Duration age,
            @Nullable Instant lostAt,
            @Nullable String lostReason,
            boolean followed,
            @Nullable Duration lag,
            Duration toldAge,
            @Nullable String problem) {}

    Optional<Checkpoint> read(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT token, lost_at, lost_reason, extract(epoch FROM now() - saved_at) * 1000, EXISTS (SELECT"
                                + " FROM crossfade.lease WHERE name = 'feed:' || unit AND until > clock_timestamp()),"
                                + " (extract(epoch FROM clock_timestamp() - caught_up_at) * 1000)::bigint, problem,"
                                + " (extract(epoch FROM clock_timestamp() - greatest(told_at, saved_at)) * 1000)::bigint"
                                + " FROM crossfade.checkpoint WHERE unit = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                Instant lostAt = rows.getTimestamp(2) == null
                        ? null
                        : rows.getTimestamp(2).toInstant();
                Long lag = rows.getObject(6, Long.class);
                return Optional.of(new Checkpoint(
                        BsonDocument.parse(rows.getString(1)),
                        Duration.ofMillis(Math.max(0, rows.getLong(4))),
                        lostAt,
                        rows.getString(3),
                        rows.getBoolean(5),
                        lag == null ? null : Duration.ofMillis(lag),
                        Duration.ofMillis(Math.max(0, rows.getLong(8))),
                        rows.getString(7)));
            }
        }
    }

    /**
     * A position from which every later change will be seen. Keeps a loss of history that was noted before.
     *
     * @return false if there is no position to go on from any more; it is not made again, for nobody knows why it was taken away
     */
    boolean save(String unit, BsonDocument token) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE crossfade.checkpoint SET token = ?, saved_at = now() WHERE unit = ?")) {
            update.setString(1, token.toJson());
            update.setString(2, unit);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * The first position of a period of replication; what came before it does not concern it. Does nothing if the unit does not
     * stand at that epoch any more: then another has begun, or ended, that period.
     */
    void begin(String unit, long epoch, BsonDocument token) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO crossfade.checkpoint (unit, token, saved_at) SELECT name, ?, now() FROM crossfade.unit"
                                + " WHERE name = ? AND epoch = ? ON CONFLICT (unit) DO UPDATE SET token = excluded.token,"
                                + " saved_at = now(), lost_at = NULL, lost_reason = NULL, caught_up_at = NULL,"
                                + " problem = NULL")) {
            insert.setString(1, token.toJson());
            insert.setString(2, unit);
            insert.setLong(3, epoch);
            insert.executeUpdate();
        }
    }

    /**
     * What the follower of the unit tells those who do not follow.
     *
     * @return whether a loss of history stands
     */
    boolean tell(String unit, Duration lag, @Nullable String problem) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE crossfade.checkpoint SET caught_up_at = clock_timestamp() - ? * interval '1 millisecond',"
                                + " told_at = clock_timestamp(), problem = ? WHERE unit = ? RETURNING lost_at IS NOT NULL")) {
            update.setLong(1, lag.toMillis());
            update.setString(2, problem);
            update.setString(3, unit);
            try (ResultSet told = update.executeQuery()) {
                return told.next() && told.getBoolean(1);
            }
        }
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
}
