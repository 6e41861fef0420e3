package io.crossfade.migration.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The record of each unit's run, in PostgreSQL. Each change states from which state it may start. */
final class Runs {

    /**
     * @param run counts the unit's runs; a chunk planned for another one is none of this one's
     * @param planned whether the chunks are those of this run
     * @param held whether no chunk may be begun now, in any instance, as a move is under way
     * @param pausedSeconds how long it was paused since it was started, before now
     * @param paced whether no chunk may be begun now, in any instance, as those before are not paid for
     */
    record Run(
            String unit,
            long run,
            BackfillState state,
            boolean planned,
            boolean held,
            boolean paced,
            ChunkSize size,
            Instant startedAt,
            double pausedSeconds,
            @Nullable Instant finishedAt,
            @Nullable Long rowsPerSecond,
            @Nullable Long bytesPerSecond,
            @Nullable String slowedBy,
            @Nullable Instant slowedAt,
            @Nullable Preflight preflight) {}

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final DataSource dataSource;

    Runs(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Optional<Run> find(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT unit, run, state, planned, coalesce(held_until > clock_timestamp(), false),"
                                + " coalesce(paced_until > clock_timestamp(), false), chunk_size, chunk_bytes, started_at,"
                                + " finished_at, rows_per_second, bytes_per_second, slowed_by, preflight, paused_seconds, slowed_at FROM crossfade.backfill WHERE unit = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(run(rows)) : Optional.empty();
            }
        }
    }

    /** Begins a new run, unless one stands in one of the given states. */
    boolean begin(String unit, ChunkSize size, List<BackfillState> unless) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement upsert = connection.prepareStatement(
                        "INSERT INTO crossfade.backfill AS present (unit, state, chunk_size, chunk_bytes)"
                                + " VALUES (?, 'running', ?, ?)"
                                + " ON CONFLICT (unit) DO UPDATE SET run = present.run + 1, state = 'running',"
                                + " planned = false, preflight = NULL, chunk_size = EXCLUDED.chunk_size,"
                                + " chunk_bytes = EXCLUDED.chunk_bytes, started_at = now(),"
                                + " finished_at = NULL, held_until = NULL, paced_until = NULL, slowed_by = NULL,"
                                + " paused_at = NULL, paused_seconds = 0 WHERE present.state <> ALL (?)")) {
            upsert.setString(1, unit);
            upsert.setInt(2, size.documents());
            upsert.setLong(3, size.bytes());
            upsert.setArray(4, connection.createArrayOf("text", codes(unless)));
            return upsert.executeUpdate() == 1;
        }
    }

    /** Moves the unit's run to another state, if it stands in one of the given ones. */
    boolean change(String unit, List<BackfillState> from, BackfillState to) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE crossfade.backfill SET state = ?, held_until = NULL,"
                                + " paused_at = CASE WHEN ? = 'paused' THEN now() END"
                                + " WHERE unit = ? AND state = ANY (?)")) {
            update.setString(1, to.code());
            update.setString(2, to.code());
            update.setString(3, unit);
            update.setArray(4, connection.createArrayOf("text", codes(from)));
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Lets a paused run go on. One that was not begun, as it was refused, is looked at again.
     *
     * @param force begin it whatever the look before has shown
     */
    boolean resume(String unit, boolean force) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE crossfade.backfill SET state = 'running', held_until = NULL, paused_at = NULL,"
                                + " paused_seconds = paused_seconds + coalesce(extract(epoch FROM now() - paused_at), 0),"
                                + " preflight = CASE WHEN planned OR preflight ->> 'refused' IS NULL THEN preflight"
                                + " WHEN ? THEN preflight || '{\"forced\": true}' END"
                                + " WHERE unit = ? AND state = 'paused'")) {
            update.setBoolean(1, force);
            update.setString(2, unit);
            return update.executeUpdate() == 1;
        }
    }

    /** What the rows of all other copies under way will take. */
    long targetBytesOfOthers(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT coalesce(sum((preflight ->> 'targetBytes')::bigint), 0) FROM crossfade.backfill"
                                + " WHERE unit <> ? AND (state = 'running' OR state = 'paused' AND planned)")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Lets no instance begin another chunk of the unit for a while. */
    void hold(String unit, Duration time) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE crossfade.backfill"
                        + " SET held_until = clock_timestamp() + ? * interval '1 millisecond' WHERE unit = ?")) {
            update.setLong(1, time.toMillis());
            update.setString(2, unit);
            update.executeUpdate();
        }
    }

    /**
     * Marks a run complete if all of its chunks are done, and forgets the touched keys: no chunk needs them any more.
     *
     * @return whether it is complete now
     */
    boolean complete(Run run) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement update = connection.prepareStatement(
                            "UPDATE crossfade.backfill SET state = 'complete', finished_at = now()"
                                    + " WHERE unit = ? AND run = ? AND state = 'running' AND planned AND NOT EXISTS"
                                    + " (SELECT FROM crossfade.backfill_chunk WHERE unit = ? AND state <> 'done')");
                    PreparedStatement forget =
                            connection.prepareStatement("DELETE FROM crossfade.touched WHERE unit = ?")) {
                update.setString(1, run.unit());
                update.setLong(2, run.run());
                update.setString(3, run.unit());
                boolean complete = update.executeUpdate() == 1;
                if (complete) {
                    forget.setString(1, run.unit());
                    forget.executeUpdate();
                }
                connection.commit();
                return complete;
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            }
        }
    }

    private static Object[] codes(List<BackfillState> states) {
        return states.stream().map(BackfillState::code).toArray();
    }

    /** @return false if another look at the run was kept before */
    boolean keep(Run run, Preflight preflight) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE crossfade.backfill SET preflight = ?::jsonb WHERE unit = ? AND run = ? AND preflight IS NULL")) {
            update.setString(1, MAPPER.writeValueAsString(preflight));
            update.setString(2, run.unit());
            update.setLong(3, run.run());
            return update.executeUpdate() == 1;
        }
    }

    private static Run run(ResultSet rows) throws SQLException {
        Timestamp finished = rows.getTimestamp(10);
        Timestamp slowed = rows.getTimestamp(16);
        String preflight = rows.getString(14);
        return new Run(
                rows.getString(1),
                rows.getLong(2),
                BackfillState.ofCode(rows.getString(3)),
                rows.getBoolean(4),
                rows.getBoolean(5),
                rows.getBoolean(6),
                new ChunkSize(rows.getInt(7), rows.getLong(8)),
                rows.getTimestamp(9).toInstant(),
                rows.getDouble(15),
                finished == null ? null : finished.toInstant(),
                rows.getObject(11, Long.class),
                rows.getObject(12, Long.class),
                rows.getString(13),
                slowed == null ? null : slowed.toInstant(),
                preflight == null ? null : MAPPER.readValue(preflight, Preflight.class));
    }
}
