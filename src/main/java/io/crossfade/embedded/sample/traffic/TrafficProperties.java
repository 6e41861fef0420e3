package io.crossfade.embedded.sample.traffic;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The traffic on embedded databases.
 *
 * @param perSecond requests of all workers together
 * @param samples how many of the sample's plans, and how many of its sections, are changed, too
 * @param report how often the log tells of it
 */
@ConfigurationProperties("crossfade.traffic")
record TrafficProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("4") int workers,
        @DefaultValue("40") int perSecond,
        @DefaultValue("1") long seed,
        @DefaultValue("400") int samples,
        @DefaultValue("30s") Duration report) {

    TrafficProperties {
        if (workers < 1 || perSecond < 1) {
            throw new IllegalArgumentException(
                    "crossfade.traffic.workers and per-second must be at least 1; to have none, set enabled to false");
        }
    }
}
