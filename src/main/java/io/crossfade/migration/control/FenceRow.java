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
        return with(newState, recording, capturing, phase, percent, changedBy, reason, retainUntil);
    }

    public FenceRow withPhase(Phase newPhase) {
        return with(state, recording, capturing, newPhase, percent, changedBy, reason, retainUntil);
    }

    public FenceRow withRecording(boolean records) {
        return with(state, records, capturing, phase, percent, changedBy, reason, retainUntil);
    }

    public FenceRow withCapturing(boolean captures) {
        return with(state, recording, captures, phase, percent, changedBy, reason, retainUntil);
    }

    public FenceRow withPercent(int newPercent) {
        return with(state, recording, capturing, phase, newPercent, changedBy, reason, retainUntil);
    }

    public FenceRow withRetainUntil(@Nullable Instant until) {
        return with(state, recording, capturing, phase, percent, changedBy, reason, until);
    }

    public FenceRow by(String actor, String why) {
        return with(state, recording, capturing, phase, percent, actor, why, retainUntil);
    }

    private FenceRow with(
            FenceState newState,
            boolean records,
            boolean captures,
            Phase newPhase,
            int newPercent,
            String actor,
            String why,
            @Nullable Instant until) {
        return new FenceRow(
                unit,
                number,
                epoch,
                newState,
                records,
                captures,
                newPhase,
                newPercent,
                changedAt,
                actor,
                why,
                until,
                feedOnly);
    }
}
