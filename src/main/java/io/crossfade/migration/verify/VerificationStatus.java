package io.crossfade.migration.verify;

import io.crossfade.migration.Side;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A unit's last run.
 *
 * @param run its number; 0 if there never was one
 * @param repairing whether it makes good what it finds
 * @param authority the store that was right
 * @param compared ids looked at, in either store
 * @param missing the authority has it, the other store has not
 * @param extra the other store has it, the authority has not
 * @param unmappable documents that the mapping refuses and that the quarantine does not know
 * @param quarantined differences that stand in the quarantine, counted nowhere else
 * @param repaired how many of the differences are gone now
 * @param error the failure's code, or null
 */
public record VerificationStatus(
        String unit,
        long run,
        VerificationState state,
        boolean repairing,
        Side authority,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long compared,
        long different,
        long missing,
        long extra,
        long unmappable,
        long quarantined,
        long repaired,
        @Nullable String error) {

    static VerificationStatus none(String unit) {
        return new VerificationStatus(
                unit, 0, VerificationState.NONE, false, Side.SOURCE, null, null, 0, 0, 0, 0, 0, 0, 0, null);
    }

    /** Differences that were found, repaired or not. */
    public long found() {
        return different + missing + extra + unmappable;
    }

    /** Whether it went through to the end and left no difference. */
    public boolean clean() {
        return state == VerificationState.FINISHED && found() == repaired;
    }
}
