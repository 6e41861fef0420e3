package io.crossfade.migration.backfill;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a unit's backfill is.
 *
 * @param todo chunks not yet copied
 * @param merged chunks copied, not yet set right for what was written meanwhile
 * @param done chunks finished
 * @param rows documents read in the chunks that are merged or done
 * @param byKey how many of these were left to a sync by key
 * @param estimatedTotal how many documents the source counted before the first chunk; null until it was asked. Those written since are
 *     not in it
 * @param percent of the estimated documents that were read; 100 only when it is complete
 * @param perSecond documents read since the start, pauses apart; null if that cannot be told
 * @param waiting what it waits for, such as {@code waiting for users}, or the code of the last failure; null if nothing
 * @param remainingSeconds how long it will still take, by what was copied since the start, pauses apart; null if that cannot be told
 * @param rowsPerSecond its limit, if it has one
 * @param bytesPerSecond its limit, if it has one
 * @param slowedBy what makes it go slower by itself, if anything does; of one that nobody has copied for a while, since when that
 *     is not known
 * @param unseen what of the harm that it may do the instance asked cannot see, and why; null if it sees all
 * @param preflight what was known before the first chunk
 */
public record BackfillStatus(
        String unit,
        BackfillState state,
        long todo,
        long merged,
        long done,
        long rows,
        long byKey,
        @Nullable Long estimatedTotal,
        int percent,
        @Nullable Double perSecond,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String waiting,
        @Nullable Long remainingSeconds,
        @Nullable Long rowsPerSecond,
        @Nullable Long bytesPerSecond,
        @Nullable String slowedBy,
        @Nullable String unseen,
        @Nullable Preflight preflight) {

    static BackfillStatus none(String unit) {
        return new BackfillStatus(
                unit,
                BackfillState.NONE,
                0,
                0,
                0,
                0,
                0,
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public boolean complete() {
        return state == BackfillState.COMPLETE;
    }
}
