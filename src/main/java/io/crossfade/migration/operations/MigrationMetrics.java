package io.crossfade.migration.operations;

import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.sync.Quarantine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of where each unit stands: {@code crossfade.phase} is 1 for the phase that it is in, {@code crossfade.read.percent},
 * {@code crossfade.lag.seconds}, {@code crossfade.quarantined}. What cannot be told now is NaN.
 */
final class MigrationMetrics implements MeterBinder {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Units units;
    private final UnitStates states;
    private final Quarantine quarantine;
    private final Feed feed;
    private final TargetReachability target;

    MigrationMetrics(Units units, UnitStates states, Quarantine quarantine, Feed feed, TargetReachability target) {
        this.feed = feed;
        this.target = target;
        this.units = units;
        this.states = states;
        this.quarantine = quarantine;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (UnitMapping mapping : units.all()) {
            String unit = mapping.name();
            for (Phase phase : Phase.values()) {
                Gauge.builder("crossfade.phase", () -> states.get(unit).phase() == phase ? 1 : 0)
                        .description("1 for the phase that the unit is in")
                        .tag("unit", unit)
                        .tag("phase", phase.code())
                        .register(registry);
            }
            gauge(
                    registry,
                    "crossfade.read.percent",
                    "Keys read from the target while reads are switched",
                    unit,
                    () -> states.get(unit).percent());
            gauge(
                    registry,
                    "crossfade.lag.seconds",
                    "Age of the oldest change that the replica may lack",
                    unit,
                    new Remembered(() -> seconds(lag(unit)), FRESH, System::nanoTime));
            gauge(
                    registry,
                    "crossfade.quarantined",
                    "Keys that could not be moved",
                    unit,
                    new Remembered(() -> target.told(() -> quarantine.count(unit)), FRESH, System::nanoTime));
        }
    }

    private @Nullable Duration lag(String unit) {
        return target.answers()
                ? feed.status(unit).lag()
                : feed.untold(unit, "the target does not answer").lag();
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }

    private static void gauge(
            MeterRegistry registry, String name, String description, String unit, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).tag("unit", unit).register(registry);
    }
}
