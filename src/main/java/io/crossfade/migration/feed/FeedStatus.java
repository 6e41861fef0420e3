package io.crossfade.migration.feed;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far behind a unit's replica is.
 *
 * @param following whether a follower runs
 * @param lag age of the oldest change that the replica may lack; zero if it lacks none, or none older than the few seconds after
 *     which its follower tells; null if it cannot be told, as the target does not answer and nobody follows here
 * @param waiting entries in the outbox; null if it cannot be told
 * @param lostAt when history was lost, until a repairing verification that began later has passed
 * @param lostReason why, if it was
 * @param problem what keeps the follower from going on, if anything does
 */
public record FeedStatus(
        boolean following,
        @Nullable Duration lag,
        @Nullable Long waiting,
        @Nullable Instant lostAt,
        @Nullable String lostReason,
        @Nullable String problem) {}
