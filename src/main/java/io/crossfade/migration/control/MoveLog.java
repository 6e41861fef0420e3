package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down each move: before it is made, where it stands while it is, and what came of it. The last is written in the
 * transaction that makes it, or says that it was not made; of the two only one can happen, whichever instances try.
 */
final class MoveLog {

    private static final Logger log = LoggerFactory.getLogger(MoveLog.class);

    private static final String FIRST_STEP = "begin";

    private final DataSource dataSource;
    private final Audit audit;
    private final StoreNames names;
    private final Map<Audit.Attempt, Step> steps = new ConcurrentHashMap<>();

    private record Step(String name, Instant since) {}

    MoveLog(DataSource dataSource, Audit audit, StoreNames names) {
        this.dataSource = dataSource;
        this.audit = audit;
        this.names = names;
    }

    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.run(connection);
                connection.commit();
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            }
        }
    }

    /** Before anything is done, under the lease on the unit's moves. One that another instance left there is settled first. */
    void begin(Audit.Attempt attempt) throws SQLException {
        inTransaction(connection -> {
            settle(connection, attempt.unit());
            if (!audit.write(connection, attempt, Audit.BEGUN, Audit.Seen.nothing())) {
                throw new IllegalStateException("Each attempt to move has an id of its own: " + attempt.id());
            }
            update(
                    connection,
                    "INSERT INTO crossfade.moving (unit, attempt, step) VALUES (?, ?, ?)",
                    attempt.unit(),
                    attempt.id(),
                    FIRST_STEP);
        });
        log.info("Unit '{}': {} by {} begins", attempt.unit(), what(attempt), attempt.by());
    }

    /** A move that does not begin: refused, or there is nothing to do. */
    void notMade(Audit.Attempt attempt, MoveReport report) throws SQLException {
        inTransaction(connection -> {
            audit.write(connection, attempt, Audit.BEGUN, Audit.Seen.nothing());
            audit.write(connection, attempt, report.outcome(), seen(report));
        });
        log.info(
                "Unit '{}': {} by {} is {}: {}",
                attempt.unit(),
                what(attempt),
                attempt.by(),
                report.outcome(),
                names.in(report.message()));
    }

    /** As people name it: to where, if it leads anywhere. */
    private String what(Audit.Attempt attempt) {
        Phase to = attempt.to();
        return to == null ? attempt.action() : attempt.action() + " to " + names.of(to);
    }

    /** What cannot be told cannot be written down either. */
    MoveReport unwritten(FenceRow known, Moves.Request request, Gate.Result closed) {
        log.warn(
                "Unit '{}': a move by {} was refused, and that could not be audited: {}",
                known.unit(),
                request.by(),
                names.in(closed.detail()));
        return MoveChecks.refused(known, request, closed);
    }

    void tellMoved(FenceRow before, FenceRow moved, Requester by, Steps steps) {
        log.info(
                "Unit '{}' moved from {} to {} at epoch {} by {}: {}",
                before.unit(),
                names.of(before.phase()),
                names.of(moved.phase()),
                moved.epoch(),
                by,
                steps.millis());
    }

    void tellNotMoved(FenceRow before, Moves.Request request, String message) {
        log.warn(
                "Unit '{}' did not move from {} to {} by {}: {}",
                before.unit(),
                names.of(before.phase()),
                names.of(request.to()),
                request.by(),
                names.in(message));
    }

    /** What is being done now; others see it within a second or so. */
    void step(Audit.Attempt attempt, String name) {
        steps.put(attempt, new Step(name, Instant.now()));
    }

    /** Meant to be called every second or so: so a step costs the move nothing. */
    void writeSteps() throws SQLException {
        for (Map.Entry<Audit.Attempt, Step> entry : steps.entrySet()) {
            Audit.Attempt attempt = entry.getKey();
            Step step = entry.getValue();
            inTransaction(connection -> update(
                    connection,
                    "UPDATE crossfade.moving SET step = ?, since = ? WHERE unit = ? AND attempt = ? AND step <> ?",
                    step.name,
                    java.sql.Timestamp.from(step.since),
                    attempt.unit(),
                    attempt.id(),
                    step.name));
        }
    }

    /**
     * In the transaction that makes the move.
     *
     * @throws MoveUndoneException if it was said meanwhile that it was not made
     */
    void made(Connection connection, Audit.Attempt attempt, Map<String, Long> steps) throws SQLException {
        if (!audit.write(connection, attempt, "done", new Audit.Seen(null, List.of(), steps))) {
            throw FlipChecks.overtaken();
        }
    }

    /** It was not made, or that was not a flip's. If the target is away that is left to whoever finds the move later. */
    void end(Audit.Attempt attempt, String outcome, Audit.Seen seen) {
        try {
            inTransaction(connection -> {
                audit.write(connection, attempt, outcome, seen);
                forget(connection, attempt);
            });
        } catch (SQLException lost) {
            log.warn(
                    "Unit '{}': a move by {} that was {} could not be audited: SQLSTATE {}",
                    attempt.unit(),
                    attempt.by(),
                    outcome,
                    lost.getSQLState());
        }
    }

    /** Nobody works on it any more. */
    void forget(Audit.Attempt attempt) {
        steps.remove(attempt);
        try {
            inTransaction(connection -> forget(connection, attempt));
        } catch (SQLException away) {
            log.debug("Unit '{}': its move's end is seen when its lease has run out", attempt.unit());
        }
    }

    private static void forget(Connection connection, Audit.Attempt attempt) throws SQLException {
        update(connection, "DELETE FROM crossfade.moving WHERE unit = ? AND attempt = ?", attempt.unit(), attempt.id());
    }

    /** Units whose move was left by its instance: nobody holds their lease. */
    List<String> left() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT unit FROM crossfade.moving m WHERE NOT EXISTS (SELECT FROM crossfade.lease l"
                                + " WHERE l.name = ? || m.unit AND l.until > clock_timestamp())")) {
            select.setString(1, MoveLease.PREFIX);
            List<String> units = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    units.add(rows.getString(1));
                }
            }
            return units;
        }
    }

    /** Ends what an instance left there; the caller holds the lease. From then on it cannot be made any more. */
    void settle(String unit) throws SQLException {
        inTransaction(connection -> settle(connection, unit));
    }

    private void settle(Connection connection, String unit) throws SQLException {
        Optional<MoveRun> left = MoveHistory.underWay(connection, unit);
        if (left.isEmpty()) {
            return;
        }
        MoveRun run = left.get();
        if (run.ended() == null) {
            audit.write(
                    connection,
                    run.asked(),
                    unit.equals(Moves.ALL) ? "failed" : "undone",
                    Audit.Seen.of("instance " + run.instance() + " stopped in the middle of it, at '" + run.step()
                            + "'; what was not moved stands as before"));
            log.warn(
                    "Unit '{}': the move by {} was left by instance {}",
                    unit,
                    run.asked().by(),
                    run.instance());
        }
        forget(connection, run.asked());
    }

    /**
     * What somebody asked for ends by another instance's hand, in that one's transaction.
     *
     * @return false if nobody asked for anything there
     */
    boolean takenOver(Connection connection, String unit, String action, String found) throws SQLException {
        Optional<MoveRun> left = MoveHistory.underWay(connection, unit);
        if (left.isEmpty() || left.get().ended() != null) {
            return false;
        }
        Audit.Attempt asked = left.get().asked();
        Audit.Attempt ended = new Audit.Attempt(
                asked.id(),
                unit,
                action,
                asked.from(),
                asked.to(),
                asked.percent(),
                asked.epoch(),
                asked.by(),
                asked.reason());
        audit.write(
                connection,
                ended,
                "undone",
                Audit.Seen.of("instance " + left.get().instance() + " had begun it; it was left at '"
                        + left.get().step() + "', found " + found + " and undone"));
        forget(connection, asked);
        return true;
    }

    static Audit.Seen seen(MoveReport report) {
        return new Audit.Seen(
                report.message(),
                report.gates().stream().filter(gate -> !gate.holds()).toList(),
                report.steps());
    }

    private static void update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setQueryTimeout(Audit.LIMIT_SECONDS);
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            update.executeUpdate();
        }
    }
}
