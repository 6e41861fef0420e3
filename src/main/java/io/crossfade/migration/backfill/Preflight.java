package io.crossfade.migration.backfill;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was known of a unit before its first chunk was copied.
 *
 * @param documents how many the source counts
 * @param bytes their size as BSON
 * @param idTypes the types of {@code _id} that there are, in the source's order
 * @param textIds how many ids are text, none of which can be moved; null if that was not counted
 * @param estimatedSeconds how long the copy will take at the rate of the chunks copied before, or at the assumed one if there
 *     were none; null in what older versions have kept
 * @param oplogSeconds how far the source's history reaches back, or will once it is full; null if it may not be asked
 * @param targetBytes what the rows will take in the table, without its indexes
 * @param freeBytes what the operator says is free; null if not said, for the target cannot tell
 * @param sampled documents mapped to see what will be refused
 * @param refusals how many of these, by reason and column
 * @param unsampled why none were; null if they were
 * @param refused why the copy was not begun; null if it was
 * @param forced whether it was begun all the same, as somebody said so
 */
public record Preflight(
        Instant at,
        long documents,
        long bytes,
        List<String> idTypes,
        @Nullable Long textIds,
        @Nullable Long estimatedSeconds,
        @Nullable Long oplogSeconds,
        long targetBytes,
        @Nullable Long freeBytes,
        int sampled,
        Map<String, Integer> refusals,
        @Nullable String unsampled,
        @Nullable String refused,
        @Nullable Boolean forced) {

    /** Whether the copy may begin. */
    boolean allows() {
        return refused == null || Boolean.TRUE.equals(forced);
    }
}
