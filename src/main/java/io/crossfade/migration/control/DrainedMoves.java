package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.Events.Event;
import io.crossfade.migration.control.SourceFence.Mode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moves out of the target's authority with both stores equal: back to the source, and on to the target alone. Writes are held
 * until the outbox is empty. Each undoes itself if it cannot be completed in time, and each step is a compare-and-set.
 */
final class DrainedMoves {

    private static final Logger log = LoggerFactory.getLogger(DrainedMoves.class);

    private static final Duration PAUSE = Duration.ofMillis(3);

    private final PostgresFence fence;
    private final UnitStates states;
    private final SourceFence sourceFence;
    private final ReplicaQuiet replicaQuiet;
    private final Barrier barrier;
    private final ControlProperties properties;
    private final Events events;

    DrainedMoves(
            PostgresFence fence,
            UnitStates states,
            SourceFence sourceFence,
            ReplicaQuiet replicaQuiet,
            Barrier barrier,
            ControlProperties properties,
            Events events) {
        this.fence = fence;
        this.states = states;
        this.sourceFence = sourceFence;
        this.replicaQuiet = replicaQuiet;
        this.barrier = barrier;
        this.properties = properties;
        this.events = events;
    }

    /** TARGET to READ_SWITCH: no more writes at the target, drain its outbox, wait for late writes, open the source. */
    FenceRow back(FenceRow row, UnaryOperator<FenceRow> record, PostgresFence.UnderLock audit, Steps steps)
            throws Exception {
        String unit = row.unit();
        FenceDocument closed = readClosed(unit);
        long deadline = System.nanoTime() + properties.moveBudget().toNanos();
        boolean begun = false;
        try {
            FenceRow draining =
                    steps.time("close", () -> flip(row, FenceState.DRAINING, FlipChecks.nothing(), left(deadline)));
            begun = true;
            FenceRow drained = steps.time(
                    "drain",
                    () -> whenDrained(
                            draining, before -> before.withState(FenceState.DRAINED), FlipChecks.nothing(), deadline));
            states.accept(drained);
            steps.time("seen", () -> awaitQuiet(drained, deadline));
            steps.time("mark", () -> lookForLateWrites(unit, deadline));
            FenceRow opened = steps.time(
                    "open",
                    () -> fence.flip(
                            unit,
                            drained.epoch(),
                            before -> record.apply(
                                    before.withState(FenceState.CLOSED).withPhase(Phase.READ_SWITCH)),
                            unlessSomeCameLate(PostgresGaps.unlessThereAreGaps(audit)),
                            left(deadline)));
            states.accept(opened);
            reopenAt(closed, opened);
            return opened;
        } catch (StaleEpochException late) {
            throw overtaken(unit);
        } catch (Exception failed) {
            if (failed instanceof FlipTimeoutException && !begun) {
                throw failed;
            }
            return undo(row, failed);
        }
    }

    private FenceDocument readClosed(String unit) {
        FenceDocument document;
        try {
            document = sourceFence.read(unit);
        } catch (RuntimeException away) {
            throw FlipChecks.sourceAway(away);
        }
        if (document.mode() != Mode.CLOSED) {
            throw new MoveUndoneException("The source's fence reads " + document.mode()
                    + " while the target decides; it is put right by itself, try again");
        }
        return document;
    }

    /** The row is closed; if this fails, whoever finds both closed raises the row's epoch and opens the source. */
    private void reopenAt(FenceDocument closed, FenceRow row) {
        try {
            sourceFence.replace(
                    closed,
                    closed.with(row.feedOnly() ? Mode.RELAXED : Mode.STRICT).at(row.phase(), row.percent()));
        } catch (RuntimeException away) {
            log.warn("Unit '{}': MongoDB could not be opened yet; it is tried again", row.unit());
        }
    }

    /** TARGET to SOURCE_REMOVED: holds writes until the source has everything, then follows it no longer. */
    FenceRow remove(FenceRow row, UnaryOperator<FenceRow> change, PostgresFence.UnderLock audit, Steps steps)
            throws Exception {
        long deadline = System.nanoTime() + properties.moveBudget().toNanos();
        boolean begun = false;
        try {
            FenceRow draining =
                    steps.time("close", () -> flip(row, FenceState.DRAINING, FlipChecks.nothing(), left(deadline)));
            begun = true;
            FenceRow removed = steps.time(
                    "drain",
                    () -> whenDrained(
                            draining,
                            before -> change.apply(before.withState(FenceState.OPEN)),
                            PostgresGaps.unlessThereAreGaps(audit),
                            deadline));
            states.accept(removed);
            return removed;
        } catch (StaleEpochException late) {
            throw overtaken(row.unit());
        } catch (Exception failed) {
            if (failed instanceof FlipTimeoutException && !begun) {
                throw failed;
            }
            return undo(row, failed);
        }
    }

    private MoveUndoneException overtaken(String unit) {
        events.count(Event.ZOMBIE_REFUSED, unit);
        return FlipChecks.overtaken();
    }

    /** Flips once the outbox is seen empty under the exclusive lock. */
    private FenceRow whenDrained(
            FenceRow draining, UnaryOperator<FenceRow> change, PostgresFence.UnderLock audit, long deadline)
            throws Exception {
        PostgresFence.UnderLock check = (connection, before) -> {
            FlipChecks.requireEmptyOutbox(connection, before);
            audit.run(connection, before);
        };
        while (true) {
            try {
                return fence.flip(draining.unit(), draining.epoch(), change, check, left(deadline));
            } catch (FlipChecks.OutboxNotEmptyException | FlipTimeoutException notYet) {
                if (deadline - System.nanoTime() <= 0) {
                    throw new MoveUndoneException("The source could not be brought up to date within "
                            + properties.moveBudget().toMillis() + " ms; the target decides as before");
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private boolean awaitQuiet(FenceRow drained, long deadline) throws Exception {
        while (true) {
            List<String> waiting = replicaQuiet.notQuiet(drained);
            if (waiting.isEmpty()) {
                return true;
            }
            if (deadline - System.nanoTime() <= 0) {
                throw new MoveUndoneException("A write to the source as replica may be under way in "
                        + String.join(", ", waiting) + "; wait until they answer. The target decides as before");
            }
            Thread.sleep(PAUSE);
        }
    }

    /**
     * A write to the source that came after a later one of the same key had emptied the outbox: the follower finds the key unlike
     * its row, and notes it there.
     */
    private boolean lookForLateWrites(String unit, long deadline) {
        if (!barrier.awaitSourceMark(unit, left(deadline))) {
            throw new MoveUndoneException("The change stream could not be read up to a mark within "
                    + properties.moveBudget().toMillis() + " ms; the target decides as before");
        }
        return true;
    }

    private static PostgresFence.UnderLock unlessSomeCameLate(PostgresFence.UnderLock then) {
        return (connection, before) -> {
            try {
                FlipChecks.requireEmptyOutbox(connection, before);
            } catch (FlipChecks.OutboxNotEmptyException late) {
                throw new MoveUndoneException("The source was written to while the unit moved;"
                        + " it is made equal again by itself, try again");
            }
            then.run(connection, before);
        };
    }

    /**
     * Reopens the target, unless the last flip did happen after all. If the target does not answer for long, that is left to
     * whichever instance takes the move over.
     */
    private FenceRow undo(FenceRow row, Exception failed) throws Exception {
        String unit = row.unit();
        long deadline = System.nanoTime() + properties.catchUpLimit().toNanos();
        while (deadline - System.nanoTime() > 0) {
            try {
                FenceRow now = fence.read(unit);
                states.accept(now);
                if (now.phase() != row.phase()) {
                    return now;
                }
                // Also if it is open: a flip whose answer was lost may still be under way, and fails at another epoch.
                flip(now, FenceState.OPEN, FlipChecks.nothing(), properties.flipLimit());
            } catch (SQLException | StaleEpochException | FlipTimeoutException notYet) {
                log.warn("Unit '{}': its move is not undone yet; writes are held until PostgreSQL answers", unit);
                Thread.sleep(PAUSE.multipliedBy(60));
                continue;
            }
            break;
        }
        throw failed;
    }

    private FenceRow flip(FenceRow from, FenceState to, PostgresFence.UnderLock check, Duration limit)
            throws SQLException {
        FenceRow flipped = fence.flip(from.unit(), from.epoch(), before -> before.withState(to), check, limit);
        states.accept(flipped);
        return flipped;
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }
}
