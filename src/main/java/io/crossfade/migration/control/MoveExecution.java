package io.crossfade.migration.control;

import com.mongodb.MongoException;
import io.crossfade.migration.control.Events.Event;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one step whose gates hold, and tells the parts of the engine. */
final class MoveExecution {

    private static final Logger log = LoggerFactory.getLogger(MoveExecution.class);

    private final UnitStates states;
    private final PostgresFence fence;
    private final SourceFenceFollower sourceFence;
    private final Cutover cutover;
    private final DrainedMoves drainedMoves;
    private final CatchUp catchUp;
    private final List<MoveListener> listeners;
    private final MoveLog moveLog;
    private final DataSource dataSource;
    private final ControlProperties properties;
    private final Events events;
    private final Clock clock;

    MoveExecution(
            UnitStates states,
            PostgresFence fence,
            SourceFence sourceFence,
            Cutover cutover,
            DrainedMoves drainedMoves,
            CatchUp catchUp,
            List<MoveListener> listeners,
            MoveLog moveLog,
            DataSource dataSource,
            ControlProperties properties,
            Events events,
            Clock clock) {
        this.states = states;
        this.fence = fence;
        this.sourceFence = new SourceFenceFollower(sourceFence);
        this.cutover = cutover;
        this.drainedMoves = drainedMoves;
        this.catchUp = catchUp;
        this.listeners = listeners;
        this.moveLog = moveLog;
        this.dataSource = dataSource;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    MoveReport run(FenceRow row, Moves.Request request, List<Gate.Result> gates) {
        Audit.Attempt attempt = request.attempt(row);
        Steps steps = new Steps(step -> moveLog.step(attempt, step));
        try {
            FenceRow moved = step(row, request, steps);
            follow(moved, steps);
            listeners.forEach(listener -> listener.standsAt(moved));
            moveLog.tellMoved(row, moved, request.by(), steps);
            return report(row, moved, request, "done", gates, steps, "moved");
        } catch (Exception failed) {
            // With the mark set no store could be asked how the unit stands, nor told what came of it.
            boolean interrupted = Thread.interrupted() || failed instanceof InterruptedException;
            boolean undone = failed instanceof MoveUndoneException
                    || failed instanceof StaleEpochException
                    || failed instanceof FlipTimeoutException;
            String message = undone ? String.valueOf(failed.getMessage()) : summary(failed);
            boolean known = !(failed instanceof SQLException || failed instanceof StaleEpochException);
            FenceRow now = known ? states.get(row.unit()) : lookAgain(row);
            if (now.phase() == request.to() && row.phase() != request.to() && failed instanceof SQLException) {
                listeners.forEach(listener -> listener.standsAt(now));
                return report(row, now, request, "done", gates, steps, "moved; the target's answer was lost");
            }
            if (undone) {
                events.count(Event.MOVE_UNDONE, row.unit());
            }
            moveLog.tellNotMoved(row, request, message);
            listeners.forEach(listener -> listener.standsAt(now));
            String outcome = undone ? "undone" : "failed";
            moveLog.end(attempt, outcome, new Audit.Seen(message, List.of(), steps.millis()));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return report(row, now, request, outcome, gates, steps, message);
        }
    }

    /** Never a store's own words: they may quote values. */
    private static String summary(Exception failed) {
        return switch (failed) {
            case SQLException sql -> "the target could not be asked (SQLSTATE " + sql.getSQLState() + ")";
            case InterruptedException stopping ->
                "this instance stops; ask another one for it, or this one when it is back";
            case MongoException mongo ->
                "the source could not be asked (" + mongo.getClass().getSimpleName() + " " + mongo.getCode() + ")";
            default -> failed.getClass().getSimpleName();
        };
    }

    /** What the row says now, the source's fence is to say too; if it cannot now, it will be brought after by whoever sees it. */
    private void follow(FenceRow row, Steps steps) throws Exception {
        steps.time("fence", () -> {
            try {
                return sourceFence.follow(row, properties.permitOver().multipliedBy(2));
            } catch (RuntimeException away) {
                log.warn("Unit '{}': MongoDB's fence does not follow yet", row.unit());
                return false;
            }
        });
    }

    /** After a flip whose answer may have been lost: the row as it stands, once the target answers. */
    private FenceRow lookAgain(FenceRow row) {
        long deadline = System.nanoTime() + properties.catchUpLimit().toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                states.accept(fence.read(row.unit()));
                break;
            } catch (SQLException away) {
                LockSupport.parkNanos(200_000_000);
            }
        }
        return states.get(row.unit());
    }

    private FenceRow step(FenceRow row, Moves.Request request, Steps steps) throws Exception {
        PostgresFence.UnderLock audited =
                (connection, before) -> moveLog.made(connection, request.attempt(row), steps.millis());
        UnaryOperator<FenceRow> signed = changed -> sign(changed, request);
        if (row.phase() == request.to()) {
            return flip(row, signed, audited, steps);
        }
        Gate.Move move = new Gate.Move(row, request.to());
        for (MoveListener listener : listeners) {
            steps.time("prepare", () -> {
                listener.beforeMove(move, request.by());
                return true;
            });
        }
        Transition transition = Transition.between(row.phase(), request.to());
        if (transition == null) {
            throw new MoveUndoneException("no step leads there from where it stands");
        }
        return switch (transition) {
            case CUTOVER -> cutover.forward(row, signed, audited, steps);
            case CUT_BACK -> drainedMoves.back(row, signed, audited, steps);
            case REMOVE ->
                drainedMoves.remove(
                        row,
                        before -> signed.apply(transition
                                .apply(before)
                                .withRetainUntil(clock.instant().plus(properties.retention()))),
                        audited,
                        steps);
            case RESTORE -> restore(row, before -> signed.apply(transition.apply(before)), audited, steps);
            default -> flip(row, before -> signed.apply(transition.apply(before)), audited, steps);
        };
    }

    /**
     * The outbox is written again from here on, and transactions that began before know nothing of that: when the last of them
     * has ended, every later change is in the outbox and every earlier one is found by comparing all keys.
     */
    private FenceRow restore(FenceRow row, UnaryOperator<FenceRow> change, PostgresFence.UnderLock audited, Steps steps)
            throws Exception {
        try {
            FenceRow capturing = flip(row, before -> before.withCapturing(true), (connection, before) -> {}, steps);
            listeners.forEach(listener -> listener.standsAt(capturing));
            steps.time("older-transactions", () -> awaitOlderTransactions(row.unit()));
            boolean equal = steps.time("catch-up", () -> catchUp.repairAll(row.unit()));
            if (!equal) {
                throw new MoveUndoneException(
                        "the source could not be made equal; see its verification and quarantine");
            }
            return flip(capturing, change, audited, steps);
        } catch (Exception failed) {
            boolean interrupted = Thread.interrupted();
            stopCapturing(row, failed);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw failed;
        }
    }

    /** Unless the last flip did happen after all. */
    private void stopCapturing(FenceRow row, Exception failed) {
        FenceRow now = lookAgain(row);
        if (now.phase() != row.phase() || !now.capturing()) {
            return;
        }
        try {
            states.accept(fence.flip(
                    row.unit(),
                    now.epoch(),
                    before -> before.withCapturing(false),
                    (connection, before) -> {},
                    properties.flipLimit()));
        } catch (SQLException | RuntimeException left) {
            failed.addSuppressed(left);
            log.warn("Unit '{}': its outbox is still written; moving again, or a restart, ends that", row.unit());
        }
    }

    private boolean awaitOlderTransactions(String unit) throws Exception {
        long deadline = System.nanoTime() + properties.catchUpLimit().toNanos();
        long flipped = number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        while (number("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint") < flipped) {
            if (deadline - System.nanoTime() <= 0) {
                throw new MoveUndoneException("Unit '" + unit + "': a transaction older than "
                        + Duration.ofNanos(properties.catchUpLimit().toNanos()).toSeconds()
                        + " s is still open at the target; end it and try again");
            }
            Thread.sleep(20);
        }
        return true;
    }

    /** By a connection of its own each time: the wait may be long, and signs of life go by the same few. */
    private long number(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private FenceRow flip(FenceRow row, UnaryOperator<FenceRow> change, PostgresFence.UnderLock underLock, Steps steps)
            throws Exception {
        FenceRow flipped = steps.time(
                "record", () -> fence.flip(row.unit(), row.epoch(), change, underLock, properties.flipLimit()));
        states.accept(flipped);
        return flipped;
    }

    private static FenceRow sign(FenceRow row, Moves.Request request) {
        FenceRow changed = request.percent() == null ? row : row.withPercent(request.percent());
        return changed.by(request.by().name(), request.reason() == null ? "" : request.reason());
    }

    private MoveReport report(
            FenceRow before,
            FenceRow now,
            Moves.Request request,
            String outcome,
            List<Gate.Result> gates,
            Steps steps,
            String message) {
        events.moved(before.unit(), request.to(), steps.millis());
        return new MoveReport(
                before.unit(),
                before.phase(),
                request.to(),
                request.percent(),
                now.epoch(),
                outcome,
                gates,
                steps.millis(),
                message);
    }
}
