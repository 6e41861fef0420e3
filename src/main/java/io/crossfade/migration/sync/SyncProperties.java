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
}
