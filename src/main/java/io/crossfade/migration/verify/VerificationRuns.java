package io.crossfade.migration.verify;

import io.crossfade.migration.Side;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The record of each run, in PostgreSQL. All times are the database's. */
final class VerificationRuns {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String ALIVE = "alive_until = clock_timestamp() + ? * interval '1 millisecond'";
    static final String OF_TERM = " WHERE run = ? AND term = ? AND state = 'running'";
    private static final String STATUS =
            "SELECT unit, run, CASE WHEN state = 'running' AND alive_until < clock_timestamp() THEN 'interrupted'"
                    + " ELSE state END, repairing, authority, started_at, finished_at, compared,"
                    + " different, missing, extra, unmappable, quarantined, repaired, error, scheduled, mapping,"
                    + " feed_position, (SELECT count(*) FROM crossfade.verification_range r WHERE r.run = v.run),"
                    + " (SELECT count(*) FROM crossfade.verification_range r WHERE r.run = v.run AND done),"
                    + " CASE WHEN state = 'running' AND alive_until >= clock_timestamp() THEN slowed_by END"
                    + " FROM crossfade.verification v WHERE ";

    /** Where the feed stands that brings the authority's changes to the other store. */
    private static final String POSITION = "CASE ? WHEN 'source'"
            + " THEN (SELECT coalesce(token::jsonb ->> '_data', token) FROM crossfade.checkpoint WHERE unit = ?)"
            + " ELSE (SELECT 'outbox ' || last_value FROM crossfade.outbox_seq_seq) END";

    private final DataSource dataSource;
    private final Duration silence;

    /** @param silence how long an instance may be silent before the run that it carries out is taken for interrupted */
    VerificationRuns(DataSource dataSource, Duration silence) {
        this.dataSource = dataSource;
        this.silence = silence;
    }

    /**
     * Begins a run; empty if one runs already, in whichever instance.
     *
     * @param mapping the digest of the unit's mapping
     */
    Optional<Term> begin(String unit, boolean repairing, boolean scheduled, Side authority, String mapping)
            throws SQLException {
        interruptSilent(unit);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO crossfade.verification"
                        + " (unit, repairing, scheduled, authority, mapping, alive_until, feed_position) VALUES"
                        + " (?, ?, ?, ?, ?, clock_timestamp() + ? * interval '1 millisecond', " + POSITION
                        + ") RETURNING run, term")) {
            insert.setString(1, unit);
            insert.setBoolean(2, repairing);
            insert.setBoolean(3, scheduled);
            insert.setString(4, code(authority));
            insert.setString(5, mapping);
            insert.setLong(6, silence.toMillis());
            insert.setString(7, code(authority));
            insert.setString(8, unit);
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return Optional.of(new Term(unit, rows.getLong(1), rows.getInt(2)));
            }
        } catch (SQLException refused) {
            if (UNIQUE_VIOLATION.equals(refused.getSQLState())) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Lets the unit's last run go on, if it stands in one of the given states; whoever carried it out before may no more. */
    Optional<Term> resume(String unit, List<VerificationState> from) throws SQLException {
        interruptSilent(unit);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE crossfade.verification"
                        + " SET state = 'running', error = NULL, term = term + 1, " + ALIVE
                        + " WHERE state = ANY (?) AND run = (SELECT max(run) FROM crossfade.verification WHERE unit = ?)"
                        + " RETURNING run, term")) {
            update.setLong(1, silence.toMillis());
            update.setArray(2, codes(connection, from));
            update.setString(3, unit);
            try (ResultSet rows = update.executeQuery()) {
                return rows.next() ? Optional.of(new Term(unit, rows.getLong(1), rows.getInt(2))) : Optional.empty();
            }
        }
    }

    /** Moves the unit's last run to another state, if it stands in one of the given ones. */
    boolean change(String unit, List<VerificationState> from, VerificationState to) throws SQLException {
        interruptSilent(unit);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE crossfade.verification SET state = ?, error = NULL WHERE state = ANY (?)"
                                + " AND run = (SELECT max(run) FROM crossfade.verification WHERE unit = ?)")) {
            update.setString(1, to.code());
            update.setArray(2, codes(connection, from));
            update.setString(3, unit);
            return update.executeUpdate() == 1;
        }
    }

    /** Says that the run is being carried out. */
    void alive(Term term) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE crossfade.verification SET " + ALIVE + OF_TERM)) {
            update.setLong(1, silence.toMillis());
            update.setLong(2, term.run());
            update.setInt(3, term.number());
            update.executeUpdate();
        }
    }

    private void interruptSilent(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE crossfade.verification"
                        + " SET state = 'interrupted', error = 'its instance fell silent'"
                        + " WHERE unit = ? AND state = 'running' AND alive_until < clock_timestamp()")) {
            update.setString(1, unit);
            update.executeUpdate();
        }
    }

    void end(Term term, VerificationState state, String error) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE crossfade.verification SET state = ?, error = ?" + OF_TERM)) {
            update.setString(1, state.code());
            update.setString(2, error);
            update.setLong(3, term.run());
            update.setInt(4, term.number());
            update.executeUpdate();
        }
    }

    /** Whether the run is still this term's to carry out. */
    boolean isRunning(Term term) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT FROM crossfade.verification" + OF_TERM)) {
            select.setLong(1, term.run());
            select.setInt(2, term.number());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Ends a run that came through. If it repaired, left nothing unrepaired and began after the change stream's history was
     * lost, what was lost is made good, and the same transaction says so.
     */
    void finish(Term term) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement finish = connection.prepareStatement("UPDATE crossfade.verification"
                            + " SET state = 'finished', finished_at = now()" + OF_TERM);
                    PreparedStatement regain = connection.prepareStatement(
                            "UPDATE crossfade.checkpoint c SET lost_at = NULL, lost_reason = NULL"
                                    + " FROM crossfade.verification v WHERE v.run = ? AND v.state = 'finished' AND v.repairing"
                                    + " AND v.different + v.missing + v.extra + v.unmappable = v.repaired"
                                    + " AND c.unit = v.unit AND c.lost_at < v.started_at")) {
                finish.setLong(1, term.run());
                finish.setInt(2, term.number());
                if (finish.executeUpdate() == 1) {
                    regain.setLong(1, term.run());
                    regain.executeUpdate();
                }
                connection.commit();
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            }
        }
    }

    /** The unit's last run. */
    VerificationStatus last(String unit) throws SQLException {
        return last(unit, "");
    }

    /** The unit's last run that came through. */
    VerificationStatus lastFinished(String unit) throws SQLException {
        return last(unit, " AND state = 'finished'");
    }

    private VerificationStatus last(String unit, String condition) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(STATUS + "unit = ?" + condition + " ORDER BY run DESC LIMIT 1")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? status(rows) : VerificationStatus.none(unit);
            }
        }
    }

    VerificationStatus get(long run) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(STATUS + "run = ?")) {
            select.setLong(1, run);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return status(rows);
            }
        }
    }

    private static VerificationStatus status(ResultSet rows) throws SQLException {
        return new VerificationStatus(
                rows.getString(1),
                rows.getLong(2),
                VerificationState.ofCode(rows.getString(3)),
                rows.getBoolean(4),
                Side.valueOf(rows.getString(5).toUpperCase(Locale.ROOT)),
                instant(rows.getTimestamp(6)),
                instant(rows.getTimestamp(7)),
                rows.getLong(8),
                rows.getLong(9),
                rows.getLong(10),
                rows.getLong(11),
                rows.getLong(12),
                rows.getLong(13),
                rows.getLong(14),
                rows.getString(15),
                new VerificationStatus.Basis(rows.getBoolean(16), rows.getString(17), rows.getString(18)),
                new VerificationStatus.Progress(rows.getLong(19), rows.getLong(20), rows.getString(21)));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static Array codes(Connection connection, List<VerificationState> states) throws SQLException {
        return connection.createArrayOf(
                "text", states.stream().map(VerificationState::code).toArray());
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
