package io.crossfade.migration.control;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param perInstance most connections to the target that this instance has open at one time, of all its pools together */
@ConfigurationProperties("crossfade.connections")
record ConnectionProperties(@DefaultValue("22") int perInstance) {}
