package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.migration.control.SourceFence.Permit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two moves that change the authority. Writes are held, not failed, while they run; each undoes itself if it cannot be
 * completed in time. At every moment at most one store may be the authority.
 */
final class Cutover {

    private static final Logger log = LoggerFactory.getLogger(Cutover.class);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final PostgresFence fence;
    private final UnitStates states;
    private final SourceFence sourceFence;
    private final Barrier barrier;
    private final ReplicaWrites replicaWrites;
    private final ControlProperties properties;

    Cutover(
            PostgresFence fence,
            UnitStates states,
            SourceFence sourceFence,
            Barrier barrier,
            ReplicaWrites replicaWrites,
            ControlProperties properties) {
        this.fence = fence;
        this.states = states;
        this.sourceFence = sourceFence;
        this.barrier = barrier;
        this.replicaWrites = replicaWrites;
        this.properties = properties;
    }

    /** READ_SWITCH to TARGET: close the source, drain what it still holds, open the target. */
    FenceRow forward(FenceRow row, UnaryOperator<FenceRow> record, PostgresFence.UnderLock audit, Steps steps)
            throws Exception {
        String unit = row.unit();
        Permit permit = sourceFence.permit(unit);
        if (permit.mode() != Mode.STRICT) {
            throw new MoveUndoneException("The replica is not strict (" + permit.mode()
                    + "): some change is not in it yet; wait until reads return to it and try again");
        }
        long deadline = System.nanoTime() + properties.holdLimit().toNanos();
        Optional<Long> closed =
                steps.time("close", () -> sourceFence.close(unit, permit.epoch(), properties.holdLimit()));
        if (closed.isEmpty()) {
            throw new MoveUndoneException("Running writes did not end within "
                    + properties.holdLimit().toMillis()
                    + " ms, or a write lost the replica meanwhile; nothing was changed");
        }
        boolean sent = false;
        try {
            boolean drained = steps.time("drain", () -> barrier.awaitSourceMark(unit, left(deadline)));
            if (!drained) {
                throw new MoveUndoneException("The follower did not reach the end of the change stream within "
                        + properties.holdLimit().toMillis() + " ms; the source decides as before");
            }
            sent = true;
            FenceRow opened = steps.time(
                    "open",
                    () -> fence.flip(
                            unit,
                            row.epoch(),
                            before -> record.apply(
                                    before.withState(FenceState.OPEN).withPhase(Phase.TARGET)),
                            unlessSetAside(audit),
                            left(deadline)));
            states.accept(opened);
            return opened;
        } catch (SQLException unknown) {
            if (!sent) {
                reopen(unit, closed.get());
                throw unknown;
            }
            return settle(row, closed.get(), unknown);
        } catch (Exception failed) {
            reopen(unit, closed.get());
            throw failed;
        }
    }

    /**
     * The flip was sent and its answer is missing. Before the source may be reopened the target must be seen not open, with
     * an epoch at which a late flip fails. Until the target answers, writes are held and then answered 503.
     */
    private FenceRow settle(FenceRow row, long closedEpoch, SQLException unknown) throws Exception {
        String unit = row.unit();
        while (true) {
            try {
                FenceRow now = fence.read(unit);
                if (now.state() == FenceState.OPEN) {
                    states.accept(now);
                    return now;
                }
                FenceRow raised = fence.flip(
                        unit, now.epoch(), before -> before, (connection, before) -> {}, properties.flipLimit());
                states.accept(raised);
                reopen(unit, closedEpoch);
                throw new MoveUndoneException("The target's answer to the flip was lost (SQLSTATE "
                        + unknown.getSQLState() + "), and it had not happened; the source decides as before");
            } catch (SQLException | StaleEpochException | FlipTimeoutException notYet) {
                log.warn(
                        "Unit '{}': the outcome of its cutover is not known yet; writes are held until the target answers",
                        unit);
                Thread.sleep(PAUSE.multipliedBy(10));
            }
        }
    }

    private void reopen(String unit, long closedEpoch) {
        sourceFence.compareAndSet(unit, closedEpoch, Mode.STRICT);
    }

    /** TARGET to READ_SWITCH: no more writes at the target, drain its outbox, wait for late writes, open the source. */
    FenceRow back(FenceRow row, UnaryOperator<FenceRow> record, PostgresFence.UnderLock audit, Steps steps)
            throws Exception {
        String unit = row.unit();
        long deadline = System.nanoTime() + properties.holdLimit().toNanos();
        try {
            FenceRow draining = steps.time("close", () -> flip(row, FenceState.DRAINING, nothing(), left(deadline)));
            FenceRow drained = steps.time(
                    "drain",
                    () -> whenDrained(draining, before -> before.withState(FenceState.DRAINED), nothing(), deadline));
            states.accept(drained);
            steps.time("settle", () -> awaitQuiet(unit, deadline));
            FenceRow closed = steps.time(
                    "open",
                    () -> fence.flip(
                            unit,
                            drained.epoch(),
                            before -> record.apply(
                                    before.withState(FenceState.CLOSED).withPhase(Phase.READ_SWITCH)),
                            unlessSetAside(audit),
                            left(deadline)));
            states.accept(closed);
            sourceFence.compareAndSet(unit, sourceFence.permit(unit).epoch(), Mode.STRICT);
            return closed;
        } catch (Exception failed) {
            return undo(row, failed);
        }
    }

    /** TARGET to SOURCE_REMOVED: holds writes until the source has everything, then follows it no longer. */
    FenceRow remove(FenceRow row, UnaryOperator<FenceRow> change, PostgresFence.UnderLock audit, Steps steps)
            throws Exception {
        long deadline = System.nanoTime() + properties.holdLimit().toNanos();
        try {
            FenceRow draining = steps.time("close", () -> flip(row, FenceState.DRAINING, nothing(), left(deadline)));
            FenceRow removed = steps.time(
                    "drain",
                    () -> whenDrained(
                            draining,
                            before -> change.apply(before.withState(FenceState.OPEN)),
                            unlessSetAside(audit),
                            deadline));
            states.accept(removed);
            return removed;
        } catch (Exception failed) {
            return undo(row, failed);
        }
    }

    /** Flips once the outbox is seen empty under the exclusive lock. */
    private FenceRow whenDrained(
            FenceRow draining, UnaryOperator<FenceRow> change, PostgresFence.UnderLock audit, long deadline)
            throws Exception {
        PostgresFence.UnderLock check = (connection, before) -> {
            requireEmptyOutbox(connection, before);
            audit.run(connection, before);
        };
        while (true) {
            try {
                return fence.flip(draining.unit(), draining.epoch(), change, check, left(deadline));
            } catch (OutboxNotEmptyException | FlipTimeoutException notYet) {
                if (deadline - System.nanoTime() <= 0) {
                    throw new MoveUndoneException("The source could not be brought up to date within "
                            + properties.holdLimit().toMillis() + " ms; the target decides as before");
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private boolean awaitQuiet(String unit, long deadline) throws Exception {
        while (!replicaWrites.quiet(unit)) {
            if (deadline - System.nanoTime() <= 0) {
                throw new MoveUndoneException(
                        "A write to the source as replica is of unknown end; wait a minute and try again. The target"
                                + " decides as before");
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }

    /** Reopens the target, unless the last flip did happen after all. Goes on until the target answers. */
    private FenceRow undo(FenceRow row, Exception failed) throws Exception {
        String unit = row.unit();
        while (true) {
            try {
                FenceRow now = fence.read(unit);
                states.accept(now);
                if (now.phase() != row.phase()) {
                    if (now.state() == FenceState.CLOSED) {
                        sourceFence.compareAndSet(unit, sourceFence.permit(unit).epoch(), Mode.STRICT);
                    }
                    return now;
                }
                // Also if it is open: a flip whose answer was lost may still be under way, and fails at another epoch.
                flip(now, FenceState.OPEN, nothing(), properties.flipLimit());
            } catch (SQLException | StaleEpochException | FlipTimeoutException notYet) {
                log.warn("Unit '{}': its move is not undone yet; writes are held until the target answers", unit);
                Thread.sleep(PAUSE.multipliedBy(10));
                continue;
            }
            throw failed;
        }
    }

    private FenceRow flip(FenceRow from, FenceState to, PostgresFence.UnderLock check, Duration limit)
            throws SQLException {
        FenceRow flipped = fence.flip(from.unit(), from.epoch(), before -> before.withState(to), check, limit);
        states.accept(flipped);
        return flipped;
    }

    /**
     * A key that was set aside on the way is not in the other store, and no feed names it any more. With that store as the
     * authority it would be lost.
     */
    private static PostgresFence.UnderLock unlessSetAside(PostgresFence.UnderLock then) {
        return (connection, before) -> {
            if (exists(connection, "SELECT EXISTS (SELECT FROM crossfade.quarantine WHERE unit = ?)", before.unit())) {
                throw new MoveUndoneException(
                        "a key was quarantined while the unit moved; correct it or its mapping, then move again");
            }
            then.run(connection, before);
        };
    }

    private static PostgresFence.UnderLock nothing() {
        return (connection, before) -> {};
    }

    private static final class OutboxNotEmptyException extends RuntimeException {
        OutboxNotEmptyException() {
            super("The outbox is not empty", null, false, false);
        }
    }

    private static void requireEmptyOutbox(Connection connection, FenceRow row) throws SQLException {
        if (exists(connection, "SELECT EXISTS (SELECT FROM crossfade.outbox WHERE unit = ?)", row.unit())) {
            throw new OutboxNotEmptyException();
        }
    }

    private static boolean exists(Connection connection, String sql, String unit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }
}
