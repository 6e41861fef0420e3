package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A unit's record in the target: its fence and its phase, which change together.
 *
 * @param number names the unit's advisory locks
 * @param epoch raised by every flip
 * @param recording whether syncs write down the keys they touch
 * @param capturing whether changes in the target by anything but a sync are written to the outbox
 * @param percent of the keys read from the target in {@link Phase#READ_SWITCH}
 * @param retainUntil before it the source's data must not be dropped; null but in {@link Phase#SOURCE_REMOVED}
 * @param feedOnly whether the unit is replicated by its feeds alone, never within a request
 */
public record FenceRow(
        String unit,
        int number,
        long epoch,
        FenceState state,
        boolean recording,
        boolean capturing,
        Phase phase,
        int percent,
        Instant changedAt,
        String changedBy,
        String reason,
        @Nullable Instant retainUntil,
        boolean feedOnly) {

    public FenceRow withState(FenceState newState) {
        return new FenceRow(
                unit,
                number,
                epoch,
                newState,
                recording,
                capturing,
                phase,
                percent,
                changedAt,
                changedBy,
                reason,
                retainUntil,
                feedOnly);
    }

    public FenceRow withPhase(Phase newPhase) {
        return new FenceRow(
                unit,
                number,
                epoch,
                state,
                recording,
                capturing,
                newPhase,
                percent,
                changedAt,
                changedBy,
                reason,
                retainUntil,
                feedOnly);
    }

    public FenceRow withRecording(boolean records) {
        return new FenceRow(
                unit,
                number,
                epoch,
                state,
                records,
                capturing,
                phase,
                percent,
                changedAt,
                changedBy,
                reason,
                retainUntil,
                feedOnly);
    }

    public FenceRow withCapturing(boolean captures) {
        return new FenceRow(
                unit,
                number,
                epoch,
                state,
                recording,
                captures,
                phase,
                percent,
                changedAt,
                changedBy,
                reason,
                retainUntil,
                feedOnly);
    }

    public FenceRow withPercent(int newPercent) {
        return new FenceRow(
                unit,
                number,
                epoch,
                state,
                recording,
                capturing,
                phase,
                newPercent,
                changedAt,
                changedBy,
                reason,
                retainUntil,
                feedOnly);
    }

    public FenceRow withRetainUntil(@Nullable Instant until) {
        return new FenceRow(
                unit, number, epoch, state, recording, capturing, phase, percent, changedAt, changedBy, reason, until,
                feedOnly);
    }

    public FenceRow by(String actor, String why) {
        return new FenceRow(
                unit,
                number,
                epoch,
                state,
                recording,
                capturing,
                phase,
                percent,
                changedAt,
                actor,
                why,
                retainUntil,
                feedOnly);
    }
}
