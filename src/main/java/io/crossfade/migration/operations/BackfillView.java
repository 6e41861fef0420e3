package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.backfill.BackfillState;
import io.crossfade.migration.backfill.BackfillStatus;
import io.crossfade.migration.backfill.Preflight;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a unit's copy is.
 *
 * @param percent of the estimated documents; 100 only when it is complete
 * @param waiting what it waits for in the instance that answers, or the code of the last failure there; null if nothing
 * @param remainingSeconds by what was copied since the start, pauses apart; null if that cannot be told
 * @param slowedBy what makes it go slower by itself, if anything does
 * @param unseen what of the harm that it may do the instance that answers cannot see, and why; null if it sees all
 */
record BackfillView(
        String unit,
        BackfillState state,
        Documents documents,
        int percent,
        Chunks chunks,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String waiting,
        @Nullable Long remainingSeconds,
        Limit limit,
        @Nullable String slowedBy,
        @Nullable String unseen,
        @Nullable Preflight preflight) {

    /**
     * @param done read, and stored or refused
     * @param estimatedTotal as counted before the first chunk; null until then
     * @param refused keys of the unit that are set aside now
     * @param byKey how many of those done were left to a sync by key
     * @param perSecond since the start, pauses apart; null if that cannot be told
     */
    record Documents(
            long done,
            @Nullable Long estimatedTotal,
            long refused,
            long byKey,
            @Nullable Double perSecond) {}

    /**
     * @param todo not yet copied
     * @param merged copied, not yet set right for what was written meanwhile
     */
    record Chunks(long todo, long merged, long done) {}

    /** Null: none. */
    record Limit(@Nullable Long rowsPerSecond, @Nullable Long bytesPerSecond) {}

    static BackfillView of(BackfillStatus status, long refused, StoreNames names) {
        String waiting = status.waiting();
        return new BackfillView(
                status.unit(),
                status.state(),
                new Documents(status.rows(), status.estimatedTotal(), refused, status.byKey(), status.perSecond()),
                status.percent(),
                new Chunks(status.todo(), status.merged(), status.done()),
                status.startedAt(),
                status.finishedAt(),
                waiting == null ? null : names.in(waiting),
                status.remainingSeconds(),
                new Limit(status.rowsPerSecond(), status.bytesPerSecond()),
                status.slowedBy(),
                status.unseen(),
                status.preflight());
    }
}
