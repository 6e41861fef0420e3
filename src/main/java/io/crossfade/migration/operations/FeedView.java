package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.feed.FeedStatus;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a unit's replica is followed.
 *
 * @param following whether a follower runs
 * @param lagMillis age of the oldest change that the replica may lack, without the time in which a store was away; null if it cannot
 *     be told
 * @param waiting changes that wait in the outbox; null if it cannot be told, as while those of the change stream wait, which nobody
 *     counts
 * @param awaySince the stores that do not answer this instance; null if both do
 * @param notKnownSince when somebody last told how far behind it is; null while that is known
 * @param problem what keeps the follower from going on, if anything does
 */
record FeedView(
        boolean following,
        @Nullable Long lagMillis,
        @Nullable Long waiting,
        @Nullable Map<String, Instant> awaySince,
        @Nullable Instant notKnownSince,
        @Nullable Instant lostAt,
        @Nullable String lostReason,
        @Nullable String problem) {

    static FeedView of(FeedStatus status, StoreNames names) {
        Map<String, Instant> away = new TreeMap<>();
        status.awaySince().forEach((store, since) -> away.put(names.of(store), since));
        return new FeedView(
                status.following(),
                status.lag() == null ? null : status.lag().toMillis(),
                status.waiting(),
                away.isEmpty() ? null : away,
                status.notKnownSince(),
                status.lostAt(),
                status.lostReason() == null ? null : names.in(status.lostReason()),
                status.problem() == null ? null : names.in(status.problem()));
    }
}
