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
 * @param basis what the run rests on
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
        @Nullable String error,
        Basis basis,
        Progress progress) {

    /**
     * @param scheduled whether it was begun by itself
     * @param mapping digest of the mapping by which it compares; null if a version that kept none began it
     * @param feedPosition where the feed to the other store stood when it began; null if there was none
     */
    public record Basis(
            boolean scheduled,
            @Nullable String mapping,
            @Nullable String feedPosition) {}

    /**
     * @param ranges the parts it was divided into; 0 if it was not yet, or a later run has begun
     * @param done how many of them were compared to their end
     * @param slowedBy what makes it go slower by itself, if anything does now
     */
    public record Progress(long ranges, long done, @Nullable String slowedBy) {}

    static VerificationStatus none(String unit) {
        return new VerificationStatus(
                unit,
                0,
                VerificationState.NONE,
                false,
                Side.SOURCE,
                null,
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                null,
                new Basis(false, null, null),
                new Progress(0, 0, null));
    }

    /** Differences that were found, repaired or not. */
    public long found() {
        return different + missing + extra + unmappable;
    }

    /** Whether it went through to the end and left no difference, not even of a key that is set aside. */
    public boolean clean() {
        return state == VerificationState.FINISHED && found() == repaired && quarantined == 0;
    }
}
