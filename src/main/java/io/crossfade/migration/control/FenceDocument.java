package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A unit's record in the source: whether the source may be used as the authority, and how. What an instance has read of it is
 * that instance's permit for a while.
 *
 * @param epoch raised by every change
 * @param change names the change that made it, for two may have tried to make the same epoch
 * @param term how often the source was closed so far
 * @param modeEpoch the epoch at which the mode was last changed; closed from {@link Mode#RELAXED} and opened again it is still that
 *     stretch of it
 * @param modeSince when the mode was last changed, by the source's clock; null until the change was read back, or if a version that
 *     kept no time made it. Nothing is decided by it
 * @param strictBefore of a closed source: whether the replica held every acknowledged write when it was closed
 * @param phase the unit's phase as far as it concerns the source; it follows the one in the target
 * @param percent of the keys read from the target
 */
public record FenceDocument(
        String unit,
        long epoch,
        String change,
        long term,
        Mode mode,
        long modeEpoch,
        @Nullable Instant modeSince,
        boolean strictBefore,
        Phase phase,
        int percent) {

    static FenceDocument first(FenceRow row) {
        boolean closed = row.state() != FenceState.CLOSED;
        return new FenceDocument(
                row.unit(),
                1,
                newChange(),
                closed ? 1 : 0,
                closed ? Mode.CLOSED : Mode.RELAXED,
                1,
                null,
                false,
                row.phase(),
                row.percent());
    }

    private static String newChange() {
        return UUID.randomUUID().toString();
    }

    FenceDocument with(Mode next) {
        return new FenceDocument(
                unit,
                epoch + 1,
                newChange(),
                next == Mode.CLOSED ? term + 1 : term,
                next,
                isSameStretch(next) ? modeEpoch : epoch + 1,
                next == mode ? modeSince : null,
                next == Mode.CLOSED ? mode == Mode.STRICT : strictBefore,
                phase,
                percent);
    }

    /** Nobody may read the target while the source is closed, either, if nobody could before. */
    private boolean isSameStretch(Mode next) {
        boolean closedUnread = mode == Mode.CLOSED && !strictBefore;
        return next == mode || (mode == Mode.RELAXED && next == Mode.CLOSED) || (closedUnread && next == Mode.RELAXED);
    }

    FenceDocument at(Phase newPhase, int newPercent) {
        return new FenceDocument(
                unit, epoch + 1, newChange(), term, mode, modeEpoch, modeSince, strictBefore, newPhase, newPercent);
    }

    /** Opened again, by one who knows that the target is not open and cannot become so unseen. */
    FenceDocument reopened() {
        return with(strictBefore ? Mode.STRICT : Mode.RELAXED);
    }

    boolean isAt(FenceRow row) {
        return phase == row.phase() && percent == row.percent();
    }

    boolean mayReadTarget() {
        return mode == Mode.STRICT || (mode == Mode.CLOSED && strictBefore);
    }

    boolean mayReadSource() {
        return mode != Mode.CLOSED;
    }

    /** Whether a write may be acknowledged that the target has not. */
    boolean sufficesSource() {
        return mode == Mode.RELAXED;
    }

    /** Whether an instance may have read the target in this stretch of the mode, or just before it. */
    boolean readsWereSwitched() {
        return !phase.isBefore(Phase.READ_SWITCH);
    }
}
