package io.crossfade.migration.operations;

import io.crossfade.migration.backfill.BackfillStatus;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.feed.FeedStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Where a unit stands. What cannot be told now, because the store that knows it is away, is null.
 *
 * @param reads which store reads come from, in words
 * @param percent of the keys read from the target while reads are being switched
 * @param lagMillis age of the oldest change that the replica may lack
 * @param gates what stands before the next step and the step back, by the phase each leads to
 * @param retainUntil before it the source's data must not be dropped
 */
record UnitView(
        String unit,
        String phase,
        String authority,
        String reads,
        int percent,
        long epoch,
        Instant changedAt,
        String changedBy,
        String reason,
        @Nullable Instant retainUntil,
        @Nullable Long lagMillis,
        FeedStatus feed,
        @Nullable Long quarantined,
        @Nullable BackfillStatus backfill,
        @Nullable VerificationView verification,
        Map<String, List<Gate.Result>> gates)
        implements OperationResponseBody {}
