package io.crossfade.embedded.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sample to load into empty embedded databases.
 *
 * @param seed the same seed and sizes make the same documents, byte by byte
 */
@ConfigurationProperties("crossfade.sample")
record SampleProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("20260418") long seed,
        @DefaultValue SampleSizes sizes) {}
