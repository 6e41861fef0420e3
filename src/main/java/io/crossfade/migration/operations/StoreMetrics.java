package io.crossfade.migration.operations;

import io.crossfade.migration.Side;
import io.crossfade.migration.control.EnginePools;
import io.crossfade.migration.control.Instances;
import io.crossfade.migration.control.StoreContact;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What this instance sees of the others and of the stores: {@code crossfade.store.reachable} is 1 for a store that answers it,
 * {@code crossfade.instances} counts those that are alive and those that are silent; then the engine's connection pools, by the names
 * that HikariCP gives its metrics. All have a value at all times.
 */
final class StoreMetrics implements MeterBinder {

    private final StoreContact contact;
    private final Instances instances;
    private final EnginePools pools;
    private volatile Map<Boolean, Long> counted = Map.of(true, 1L);

    StoreMetrics(StoreContact contact, Instances instances, EnginePools pools) {
        this.contact = contact;
        this.instances = instances;
        this.pools = pools;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Side store : Side.values()) {
            Gauge.builder(
                            "crossfade.store.reachable",
                            () -> contact.state(store).answers() ? 1 : 0)
                    .description("1 if the store answers this instance")
                    .tag("store", store.name())
                    .register(registry);
        }
        for (boolean alive : new boolean[] {true, false}) {
            Gauge.builder("crossfade.instances", () -> count(alive))
                    .description("Instances as this one sees them")
                    .tag("state", alive ? "alive" : "silent")
                    .register(registry);
        }
        pools.measure(registry);
    }

    /** As it was known last while no registry can be read. */
    private long count(boolean alive) {
        if (Arrays.stream(Side.values())
                .anyMatch(store -> instances.unreadSince(store).isEmpty())) {
            counted = instances.all().stream()
                    .collect(Collectors.partitioningBy(StoreMetrics::isAlive, Collectors.counting()));
        }
        return counted.getOrDefault(alive, 0L);
    }

    private static boolean isAlive(Instances.View view) {
        return view.self() || view.sees().values().stream().anyMatch(sight -> sight.answers() != null);
    }
}
