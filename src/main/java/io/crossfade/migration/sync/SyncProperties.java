package io.crossfade.migration.sync;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of replication.
 *
 * @param requestLimit how long a request waits for its keys to be replicated
 * @param sourceLimit limit of one operation on the source, at the client and at the server; shorter than the transaction's
 * @param transactionLimit limit of one statement, and of waiting for a lock, in a sync's transaction
 * @param retryAfter how long the circuit breaker of a failing store stays open
 */
@ConfigurationProperties("crossfade.sync")
public record SyncProperties(
        @DefaultValue("1s") Duration requestLimit,
        @DefaultValue("4s") Duration sourceLimit,
        @DefaultValue("8s") Duration transactionLimit,
        @DefaultValue("2s") Duration retryAfter) {

    public SyncProperties {
        if (sourceLimit.compareTo(transactionLimit) >= 0) {
            throw new IllegalArgumentException("crossfade.sync.source-limit (" + sourceLimit
                    + ") must be shorter than crossfade.sync.transaction-limit (" + transactionLimit + ")");
        }
    }

    /**
     * @throws IllegalArgumentException if an instance could be taken for dead while a write of its to the source may be under way:
     *     begun at its last sign of life, sent four limits later, then one at the client and two at the server
     */
    void requireEndWithin(Duration silenceLimit) {
        Duration longest = sourceLimit.multipliedBy(7).plusSeconds(1);
        if (silenceLimit.compareTo(longest) <= 0) {
            throw new IllegalArgumentException("crossfade.control.silence-limit (" + silenceLimit.toMillis()
                    + " ms) must be longer than seven times crossfade.sync.source-limit and a second ("
                    + longest.toMillis()
                    + " ms): else a write of an instance taken for dead may still be under way");
        }
    }
}
