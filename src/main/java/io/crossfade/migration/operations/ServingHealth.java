package io.crossfade.migration.operations;

import io.crossfade.migration.control.Serving;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Part of readiness, never of liveness: a restart brings no store back. */
final class ServingHealth implements HealthIndicator {

    private final Serving serving;

    ServingHealth(Serving serving) {
        this.serving = serving;
    }

    @Override
    public Health health() {
        Map<String, String> obstacles = serving.obstacles();
        Health.Builder health = obstacles.isEmpty() ? Health.up() : Health.outOfService();
        return health.withDetails(obstacles).build();
    }
}
