package io.crossfade.migration.feed;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param batch most events or outbox entries that are worked on together
 * @param awaitTime how long the server waits for an event before it answers with none
 * @param pollInterval how often an idle outbox is looked at
 * @param retryInterval pause after a failure
 * @param saveInterval how often the position of an idle stream is saved, so that a restart need not read far
 * @param maxLag a gate lets a replica pass that is less behind than this
 * @param leaseTtl an instance that makes no progress for so long is followed by another
 * @param redriveInterval how often keys are tried again that wait for another key
 */
@ConfigurationProperties("crossfade.feed")
public record FeedProperties(
        @DefaultValue("500") int batch,
        @DefaultValue("1s") Duration awaitTime,
        @DefaultValue("100ms") Duration pollInterval,
        @DefaultValue("500ms") Duration retryInterval,
        @DefaultValue("5s") Duration saveInterval,
        @DefaultValue("5s") Duration maxLag,
        @DefaultValue("3s") Duration leaseTtl,
        @DefaultValue("10s") Duration redriveInterval) {

    /** Within which MongoDB has to tell a position of its change stream: each of its answers may take the time that it waits. */
    Duration positionLimit() {
        return awaitTime.multipliedBy(10);
    }
}
