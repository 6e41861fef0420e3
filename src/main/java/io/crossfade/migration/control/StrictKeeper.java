package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.Events.Event;
import io.crossfade.migration.control.SourceFence.Mode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings units in READ_SWITCH back to STRICT: from TIGHTENING on a write needs both stores; every older permit is over; a mark of
 * our own, written after that, is reached by the follower; nothing is quarantined. Only then may a read go to the replica again.
 * Every instance may try; the compare-and-sets let one succeed. One that died in between is succeeded by another.
 */
final class StrictKeeper {

    private static final Logger log = LoggerFactory.getLogger(StrictKeeper.class);

    private static final Duration MARK_LIMIT = Duration.ofSeconds(10);

    private final UnitStates states;
    private final SourceFence fence;
    private final Barrier barrier;
    private final QuarantineCount quarantined;
    private final Duration permitOver;
    private final Events events;
    private final Map<String, Tightening> seen = new HashMap<>();

    StrictKeeper(
            UnitStates states,
            SourceFence fence,
            Barrier barrier,
            QuarantineCount quarantined,
            Duration permitOver,
            Events events) {
        this.states = states;
        this.fence = fence;
        this.barrier = barrier;
        this.quarantined = quarantined;
        this.permitOver = permitOver;
        this.events = events;
    }

    private record Tightening(long epoch, long since) {}

    /** Looks at every unit once. Meant to be called again and again, by one thread. */
    void tighten() throws InterruptedException {
        for (FenceRow row : states.all()) {
            Optional<FenceDocument> permit = fence.permit(row.unit());
            if (row.phase() == Phase.READ_SWITCH
                    && row.state() == FenceState.CLOSED
                    && !row.feedOnly()
                    && permit.isPresent()
                    && permit.get().phase() == Phase.READ_SWITCH
                    && (permit.get().mode() == Mode.RELAXED || abandoned(permit.get()))) {
                tighten(permit.get());
            }
        }
    }

    /** Whether another instance has been at it for longer than it can take. */
    private boolean abandoned(FenceDocument document) {
        if (document.mode() != Mode.TIGHTENING) {
            return false;
        }
        Tightening known = seen.get(document.unit());
        if (known == null || known.epoch != document.epoch()) {
            seen.put(document.unit(), new Tightening(document.epoch(), System.nanoTime()));
            return false;
        }
        return System.nanoTime() - known.since
                > MARK_LIMIT.plus(permitOver).multipliedBy(2).toNanos();
    }

    private void tighten(FenceDocument found) throws InterruptedException {
        String unit = found.unit();
        FenceDocument tightening = found.with(Mode.TIGHTENING);
        if (quarantined(unit) || !barrier.follows(unit) || !fence.replace(found, tightening)) {
            return;
        }
        long since = System.nanoTime();
        boolean reached = fence.awaitOlderPermitsOver(tightening, since, permitOver.multipliedBy(2))
                && barrier.awaitSourceMark(unit, MARK_LIMIT);
        if (reached && !quarantined(unit) && states.get(unit).phase() == Phase.READ_SWITCH) {
            if (fence.replace(tightening, tightening.with(Mode.STRICT))) {
                events.count(Event.STRICT_AGAIN, unit);
                log.info("Unit '{}': the target holds every change, reads may go there", unit);
            }
        } else {
            fence.replace(tightening, tightening.with(Mode.RELAXED));
        }
    }

    private boolean quarantined(String unit) {
        try {
            return quarantined.count(unit) > 0;
        } catch (SQLException unreachable) {
            return true;
        }
    }
}
