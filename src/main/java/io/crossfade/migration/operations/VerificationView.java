package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.verify.Finding;
import io.crossfade.migration.verify.ReadComparison;
import io.crossfade.migration.verify.ScheduledVerification;
import io.crossfade.migration.verify.ShadowCounts;
import io.crossfade.migration.verify.VerificationLimit;
import io.crossfade.migration.verify.VerificationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A unit's last verification.
 *
 * @param setAside keys that differ and are set aside in the quarantine, counted nowhere else
 * @param clean whether it went through to the end and left no difference, nor passed over a key that is set aside
 * @param basis the mapping's digest by which it compared, and the feed's position when it began
 * @param progress how many of its ranges are done, and what slows it down
 * @param limit how fast the unit's runs may go, in what has a limit
 * @param schedule when the next run is begun by itself, or why none is
 * @param shadowReads what became of the reads that this instance repeated at the other store
 * @param reads how long each of these took in either store, in milliseconds, in this instance
 * @param findings what it found, by key, as far as they were asked for
 */
record VerificationView(
        String unit,
        long run,
        String state,
        boolean repairing,
        String authority,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long compared,
        long different,
        long missing,
        long extra,
        long unmappable,
        long setAside,
        long repaired,
        boolean clean,
        @Nullable String error,
        VerificationStatus.Basis basis,
        VerificationStatus.Progress progress,
        VerificationLimit limit,
        ScheduledVerification.Schedule schedule,
        ShadowCounts shadowReads,
        List<Read> reads,
        List<Finding> findings) {

    /**
     * @param reads how often it was made in each store
     * @param failed how often one could not answer
     * @param millis by the store's name
     */
    record Read(String operation, long reads, long failed, Map<String, ReadComparison.Times> millis) {}

    static VerificationView of(
            VerificationStatus status,
            StoreNames names,
            VerificationLimit limit,
            ScheduledVerification.Schedule schedule,
            ShadowCounts shadowReads,
            List<Read> reads,
            List<Finding> findings) {
        return new VerificationView(
                status.unit(),
                status.run(),
                Words.of(status.state()),
                status.repairing(),
                names.of(status.authority()),
                status.startedAt(),
                status.finishedAt(),
                status.compared(),
                status.different(),
                status.missing(),
                status.extra(),
                status.unmappable(),
                status.quarantined(),
                status.repaired(),
                status.clean(),
                status.error() == null ? null : names.in(status.error()),
                status.basis(),
                status.progress(),
                limit,
                schedule,
                shadowReads,
                reads,
                findings);
    }
}
