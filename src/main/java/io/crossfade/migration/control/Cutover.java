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
 * The move of the authority to the target, for any number of instances. Writes are held, not failed, while it runs; it undoes itself
 * if it cannot be completed in time. At every moment at most one store may be the authority, also if two carry out the same move:
 * each step is a compare-and-set.
 */
final class Cutover {

    private static final Logger log = LoggerFactory.getLogger(Cutover.class);

    private static final Duration PAUSE = Duration.ofMillis(3);
    private static final Duration ALL_ANSWER = Duration.ofSeconds(1);

    private final PostgresFence fence;
    private final UnitStates states;
    private final SourceFence sourceFence;
    private final Barrier barrier;
    private final ControlProperties properties;
    private final Events events;

    Cutover(
            PostgresFence fence,
            UnitStates states,
            SourceFence sourceFence,
            Barrier barrier,
            ControlProperties properties,
            Events events) {
        this.fence = fence;
        this.states = states;
        this.sourceFence = sourceFence;
        this.barrier = barrier;
        this.properties = properties;
        this.events = events;
    }

    /** READ_SWITCH to TARGET: close the source, have all instances see it, drain what it still holds, open the target. */
    FenceRow forward(FenceRow row, UnaryOperator<FenceRow> record, PostgresFence.UnderLock audit, Steps steps)
            throws Exception {
        String unit = row.unit();
        List<String> silent = steps.time("ask", this::silent);
        if (!silent.isEmpty()) {
            throw new MoveUndoneException("These instances give no sign of life: " + String.join(", ", silent)
                    + "; wait until they answer, or remove one that is known to be dead");
        }
        if (!steps.time("follow", () -> barrier.awaitSourceMark(unit, properties.moveBudget()))) {
            throw new MoveUndoneException("The follower did not reach the end of the change stream within "
                    + properties.moveBudget().toMillis() + " ms, and would hold up writes; look at the feed");
        }
        FenceDocument open = readSource(unit);
        if (open.mode() != Mode.STRICT && !(row.feedOnly() && open.mode() == Mode.RELAXED)) {
            throw new MoveUndoneException("The replica is not strict (" + open.mode()
                    + "): some change is not in it yet; wait until reads return to it and try again");
        }
        FenceDocument closed = open.with(Mode.CLOSED);
        long deadline = System.nanoTime() + properties.moveBudget().toNanos();
        boolean sent = false;
        try {
            long since = steps.time("close", () -> close(open, closed));
            if (!steps.time("seen", () -> sourceFence.awaitOlderPermitsOver(closed, since, left(deadline)))) {
                throw new MoveUndoneException(
                        "Not every instance has seen in time that the source is closed; the source"
                                + " decides as before");
            }
            if (!steps.time("drain", () -> barrier.awaitSourceMark(unit, left(deadline)))) {
                throw new MoveUndoneException("The follower did not reach the end of the change stream within "
                        + properties.moveBudget().toMillis() + " ms; the source decides as before");
            }
            sent = true;
            FenceRow opened = steps.time(
                    "open",
                    () -> fence.flip(
                            unit,
                            row.epoch(),
                            before -> record.apply(
                                    before.withState(FenceState.OPEN).withPhase(Phase.TARGET)),
                            PostgresGaps.unlessThereAreGaps(audit),
                            left(deadline)));
            states.accept(opened);
            return opened;
        } catch (SQLException unknown) {
            if (!sent) {
                reopen(closed);
                throw unknown;
            }
            return settle(row, closed, unknown);
        } catch (StaleEpochException late) {
            // At that epoch the flip can never happen any more.
            reopen(closed);
            throw overtaken(unit);
        } catch (Exception failed) {
            reopen(closed);
            throw failed;
        }
    }

    private List<String> silent() throws InterruptedException {
        try {
            return sourceFence.silent(ALL_ANSWER);
        } catch (RuntimeException away) {
            throw FlipChecks.sourceAway(away);
        }
    }

    private FenceDocument readSource(String unit) {
        try {
            return sourceFence.read(unit);
        } catch (RuntimeException away) {
            throw FlipChecks.sourceAway(away);
        }
    }

    /** @return when the source's answer came that it is closed */
    private long close(FenceDocument open, FenceDocument closed) {
        if (!sourceFence.replace(open, closed)) {
            throw new MoveUndoneException("The source's fence has changed meanwhile; look, and try again");
        }
        return System.nanoTime();
    }

    /**
     * The flip was sent and its answer is missing. Before the source may be reopened the target must be seen not open, with
     * an epoch at which a late flip fails. Until the target answers, writes are held and then answered 503. If this takes
     * too long it is left to whichever instance takes the move over.
     */
    private FenceRow settle(FenceRow row, FenceDocument closed, SQLException unknown) throws Exception {
        String unit = row.unit();
        long deadline = System.nanoTime() + properties.catchUpLimit().toNanos();
        while (deadline - System.nanoTime() > 0) {
            try {
                FenceRow now = fence.read(unit);
                if (now.state() == FenceState.OPEN) {
                    states.accept(now);
                    return now;
                }
                FenceRow raised = fence.flip(
                        unit, now.epoch(), before -> before, (connection, before) -> {}, properties.flipLimit());
                states.accept(raised);
                reopen(closed);
                throw new MoveUndoneException("The target's answer to the flip was lost (SQLSTATE "
                        + unknown.getSQLState() + "), and it had not happened; the source decides as before");
            } catch (SQLException | StaleEpochException | FlipTimeoutException notYet) {
                log.warn(
                        "Unit '{}': the outcome of its cutover is not known yet; writes are held until PostgreSQL answers",
                        unit);
                Thread.sleep(PAUSE.multipliedBy(60));
            }
        }
        throw unknown;
    }

    /** Whoever finds it closed later does the same, if this fails. */
    private void reopen(FenceDocument closed) {
        try {
            if (!sourceFence.replace(closed, closed.reopened())) {
                log.debug("Unit '{}': its fence in the source was not closed by this move any more", closed.unit());
            }
        } catch (RuntimeException away) {
            log.warn("Unit '{}': MongoDB could not be reopened yet; it is tried again", closed.unit());
        }
    }

    private MoveUndoneException overtaken(String unit) {
        events.count(Event.ZOMBIE_REFUSED, unit);
        return FlipChecks.overtaken();
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }
}
