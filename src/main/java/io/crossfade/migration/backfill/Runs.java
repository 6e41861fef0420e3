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

/** The record of each unit's run, in PostgreSQL. Each change states from which state it may start. */
final class Runs {

    /**
     * @param run counts the unit's runs; a chunk planned for another one is none of this one's
     * @param planned whether the chunks are those of this run
     * @param held whether no chunk may be begun now, in any instance
     */
    record Run(
            String unit,
            long run,
            BackfillState state,
            boolean planned,
            boolean held,
            ChunkSize size,
            Instant startedAt,
            @Nullable Instant finishedAt) {}

    private final DataSource dataSource;

    Runs(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Optional<Run> find(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT unit, run, state, planned, coalesce(held_until > clock_timestamp(), false), chunk_size,"
                                + " chunk_bytes, started_at, finished_at FROM crossfade.backfill WHERE unit = ?")) {
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
                                + " finished_at = NULL, held_until = NULL WHERE present.state <> ALL (?)")) {
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
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE crossfade.backfill SET state = ?, held_until = NULL WHERE unit = ? AND state = ANY (?)")) {
            update.setString(1, to.code());
            update.setString(2, unit);
            update.setArray(3, connection.createArrayOf("text", codes(from)));
            return update.executeUpdate() == 1;
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

    private static Run run(ResultSet rows) throws SQLException {
        Timestamp finished = rows.getTimestamp(9);
        return new Run(
                rows.getString(1),
                rows.getLong(2),
                BackfillState.ofCode(rows.getString(3)),
                rows.getBoolean(4),
                rows.getBoolean(5),
                new ChunkSize(rows.getInt(6), rows.getLong(7)),
                rows.getTimestamp(8).toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
