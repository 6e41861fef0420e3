package io.crossfade.migration.operations;

import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Where a unit stands. What cannot be told now, because the store that knows it is away, is null and named in {@code notKnown}.
 *
 * @param reads where reads go now, and why, in words
 * @param percent of the keys that were asked to be read from the second store while reads are being switched
 * @param mode what a writer needs before it may acknowledge, and where a reader may read
 * @param modeSince when the mode was last changed; null also if a version that kept no time did it
 * @param lagMillis age of the oldest change that the replica may lack
 * @param gates what stands before the next step and the step back, by the phase each leads to
 * @param retainUntil before it the first store's data must not be dropped
 * @param notKnown what is not known now, or only as it was last heard of, by its field: since when, and why; null if all is known
 * @param moves the one under way, by whom and how far, and the last that ended
 */
record UnitView(
        String unit,
        String phase,
        String authority,
        String reads,
        int percent,
        @Nullable Mode mode,
        @Nullable Instant modeSince,
        long epoch,
        Instant changedAt,
        String changedBy,
        String reason,
        @Nullable Instant retainUntil,
        @Nullable Long lagMillis,
        FeedView feed,
        @Nullable Long quarantined,
        @Nullable BackfillView backfill,
        @Nullable VerificationView verification,
        Map<String, List<Gate.Result>> gates,
        @Nullable Map<String, String> notKnown,
        MoveRunView.@Nullable OfUnit moves)
        implements OperationResponseBody {}
