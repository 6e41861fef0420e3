package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.migration.control.SourceFence.Permit;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings units in READ_SWITCH back to STRICT: from here on a write needs both stores; a mark of our own, written after that, is
 * reached by the follower; nothing is quarantined. Only then may a read go to the replica again.
 */
final class StrictKeeper {

    private static final Logger log = LoggerFactory.getLogger(StrictKeeper.class);

    private static final Duration MARK_LIMIT = Duration.ofSeconds(10);

    private final UnitStates states;
    private final SourceFence fence;
    private final Barrier barrier;
    private final QuarantineCount quarantined;

    StrictKeeper(UnitStates states, SourceFence fence, Barrier barrier, QuarantineCount quarantined) {
        this.states = states;
        this.fence = fence;
        this.barrier = barrier;
        this.quarantined = quarantined;
    }

    /** Looks at every unit once. Meant to be called again and again. */
    void tighten() {
        for (FenceRow row : states.all()) {
            if (row.phase() == Phase.READ_SWITCH && fence.permit(row.unit()).mode() == Mode.RELAXED) {
                tighten(row.unit());
            }
        }
    }

    private void tighten(String unit) {
        Permit relaxed = fence.permit(unit);
        if (quarantined(unit) || !fence.compareAndSet(unit, relaxed.epoch(), Mode.TIGHTENING)) {
            return;
        }
        long epoch = relaxed.epoch() + 1;
        boolean reached = barrier.awaitSourceMark(unit, MARK_LIMIT);
        if (reached && !quarantined(unit) && states.get(unit).phase() == Phase.READ_SWITCH) {
            if (fence.compareAndSet(unit, epoch, Mode.STRICT)) {
                log.info("Unit '{}': the target holds every change, reads may go there", unit);
            }
        } else {
            fence.compareAndSet(unit, epoch, Mode.RELAXED);
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
