package io.crossfade.migration.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The parts of each run, in PostgreSQL. A part's position, the run's counts and findings are saved together, so that a run that goes
 * on after a crash counts nothing twice.
 */
final class Ranges {

    private static final String COLUMNS = "SELECT number, pass, lower_bound, upper_bound, last_id"
            + " FROM crossfade.verification_range WHERE run = ?";

    private final DataSource dataSource;
    private final Duration silence;

    /** @param silence how long after a saving the run may be silent */
    Ranges(DataSource dataSource, Duration silence) {
        this.dataSource = dataSource;
        this.silence = silence;
    }

    boolean isPlanned(Term term) throws SQLException {
        return !list(term.run(), "").isEmpty();
    }

    /** Those that are not done. */
    List<Range> open(Term term) throws SQLException {
        return list(term.run(), " AND NOT done");
    }

    Range get(Term term, int number) throws SQLException {
        return list(term.run(), " AND number = " + number).getFirst();
    }

    /**
     * Writes down the parts of a run that has none, and forgets those of the unit's earlier runs. What the run may have counted
     * without them is compared again.
     */
    void plan(Term term, List<Range> ranges) throws SQLException {
        inTransaction(connection -> {
            if (!restart(connection, term)) {
                return false;
            }
            try (PreparedStatement forget = connection.prepareStatement("DELETE FROM crossfade.verification_range r"
                            + " USING crossfade.verification v WHERE v.run = r.run AND v.unit = ?");
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO crossfade.verification_range"
                            + " (run, number, pass, lower_bound, upper_bound) VALUES (?, ?, ?, ?, ?)")) {
                forget.setString(1, term.unit());
                forget.executeUpdate();
                for (Range range : ranges) {
                    insert.setLong(1, term.run());
                    insert.setInt(2, range.number());
                    insert.setString(3, range.pass().code());
                    insert.setString(4, Range.text(range.from()));
                    insert.setString(5, Range.text(range.to()));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return true;
        });
    }

    /**
     * @param done whether the range holds nothing behind its position
     * @param slowedBy why the run is slower than it may be, or null
     * @return false, with nothing saved, if the run is no longer running in this term
     */
    boolean save(Term term, Tally tally, Range range, boolean done, @Nullable String slowedBy) throws SQLException {
        return inTransaction(connection -> {
            if (!count(connection, term, tally, slowedBy)) {
                return false;
            }
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE crossfade.verification_range SET last_id = ?, done = ? WHERE run = ? AND number = ?")) {
                update.setString(1, Range.text(range.lastId()));
                update.setBoolean(2, done);
                update.setLong(3, term.run());
                update.setInt(4, range.number());
                update.executeUpdate();
            }
            Findings.add(connection, term.run(), tally.findings());
            return true;
        });
    }

    private boolean count(Connection connection, Term term, Tally tally, @Nullable String slowedBy)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE crossfade.verification"
                + " SET compared = compared + ?, different = different + ?,"
                + " missing = missing + ?, extra = extra + ?, unmappable = unmappable + ?,"
                + " quarantined = quarantined + ?, repaired = repaired + ?, slowed_by = ?,"
                + " alive_until = clock_timestamp() + ? * interval '1 millisecond'" + VerificationRuns.OF_TERM)) {
            long[] counts = tally.counts();
            for (int i = 0; i < counts.length; i++) {
                update.setLong(i + 1, counts[i]);
            }
            if (slowedBy == null) {
                update.setNull(8, Types.VARCHAR);
            } else {
                update.setString(8, slowedBy);
            }
            update.setLong(9, silence.toMillis());
            update.setLong(10, term.run());
            update.setInt(11, term.number());
            return update.executeUpdate() == 1;
        }
    }

    private static boolean restart(Connection connection, Term term) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE crossfade.verification"
                        + " SET compared = 0, different = 0, missing = 0, extra = 0, unmappable = 0,"
                        + " quarantined = 0, repaired = 0" + VerificationRuns.OF_TERM);
                PreparedStatement forget =
                        connection.prepareStatement("DELETE FROM crossfade.verification_finding WHERE run = ?")) {
            update.setLong(1, term.run());
            update.setInt(2, term.number());
            forget.setLong(1, term.run());
            boolean ours = update.executeUpdate() == 1;
            if (ours) {
                forget.executeUpdate();
            }
            return ours;
        }
    }

    private List<Range> list(long run, String condition) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(COLUMNS + condition + " ORDER BY number")) {
            select.setLong(1, run);
            List<Range> ranges = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ranges.add(new Range(
                            rows.getInt(1),
                            Pass.ofCode(rows.getString(2)),
                            Range.parse(rows.getString(3)),
                            Range.parse(rows.getString(4)),
                            Range.parse(rows.getString(5))));
                }
            }
            return ranges;
        }
    }

    private interface Work {
        boolean run(Connection connection) throws SQLException;
    }

    private boolean inTransaction(Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean done = work.run(connection);
                if (done) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return done;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            }
        }
    }
}
