package io.crossfade.migration.feed;

import io.crossfade.migration.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far behind a unit's replica is.
 *
 * @param following whether a follower runs
 * @param lag as {@code age}, without the time in which a store was away
 * @param age of the oldest change that the replica may lack; zero if it lacks none, or none older than the few seconds after
 *     which its follower tells; null if it cannot be told, as the target does not answer and nobody follows here, or whoever
 *     followed has said nothing for a while
 * @param waiting changes that wait in the outbox; null if it cannot be told, as while those of the change stream wait, which nobody
 *     counts
 * @param awaySince the stores that do not answer this instance, and since when
 * @param notKnownSince when somebody last told how far behind it is; null while that is known
 * @param lostAt when history was lost, until a repairing verification that began later has passed
 * @param lostReason why, if it was
 * @param problem what keeps the follower from going on, if anything does
 */
public record FeedStatus(
        boolean following,
        @Nullable Duration lag,
        @Nullable Duration age,
        @Nullable Long waiting,
        Map<Side, Instant> awaySince,
        @Nullable Instant notKnownSince,
        @Nullable Instant lostAt,
        @Nullable String lostReason,
        @Nullable String problem) {}
