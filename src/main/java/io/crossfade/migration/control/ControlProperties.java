package io.crossfade.migration.control;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param holdLimit longest time a write is held while the authority changes; then it is answered 503 with Retry-After
 * @param flipLimit longest time a flip of the fence waits for the unit's lock
 * @param retention how long the source's data is kept after the source was removed
 * @param catchUpLimit longest time a move waits for the followers when no write is held
 */
@ConfigurationProperties("crossfade.control")
public record ControlProperties(
        @DefaultValue("5s") Duration holdLimit,
        @DefaultValue("30s") Duration flipLimit,
        @DefaultValue("30d") Duration retention,
        @DefaultValue("60s") Duration catchUpLimit) {}
