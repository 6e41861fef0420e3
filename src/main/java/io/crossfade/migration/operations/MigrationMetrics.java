package io.crossfade.migration.operations;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.ReadsNow;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.feed.Feed;
import io.crossfade.migration.feed.FeedStatus;
import io.crossfade.migration.sync.Quarantine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of where each unit stands: {@code crossfade.phase} and {@code crossfade.mode} are 1 for those that it is in, then
 * {@code crossfade.read.percent}, {@code crossfade.lag.seconds}, {@code crossfade.outbox.entries}, {@code crossfade.quarantined}. What
 * cannot be told now stays what it was; {@code crossfade.store.reachable} tells that.
 */
final class MigrationMetrics implements MeterBinder {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Units units;
    private final UnitStates states;
    private final Quarantine quarantine;
    private final Feed feed;
    private final TargetReachability target;
    private final ReadsNow reads;
    private final StoreNames names;

    MigrationMetrics(
            Units units,
            UnitStates states,
            Quarantine quarantine,
            Feed feed,
            TargetReachability target,
            ReadsNow reads,
            StoreNames names) {
        this.feed = feed;
        this.target = target;
        this.units = units;
        this.states = states;
        this.quarantine = quarantine;
        this.reads = reads;
        this.names = names;
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
            for (Mode mode : Mode.values()) {
                Gauge.builder(
                                "crossfade.mode",
                                () -> reads.lastKnownMode(unit)
                                                .filter(mode::equals)
                                                .isPresent()
                                        ? 1
                                        : 0)
                        .description("1 for the mode of the unit's fence, as it was read last")
                        .tag("unit", unit)
                        .tag("mode", Words.of(mode))
                        .register(registry);
            }
            String second = names.target();
            gauge(
                    registry,
                    "read.percent",
                    "Keys asked to be read from " + second + " while reads are switched",
                    unit,
                    () -> states.get(unit).percent());
            Remembered<Double> lag = remembered(() -> seconds(feed(unit).lag()));
            gauge(registry, "lag.seconds", "Age of the oldest change that the replica may lack", unit, lag::get);
            Remembered<Long> waiting = remembered(() -> feed(unit).waiting());
            gauge(registry, "outbox.entries", "Changes that wait in the outbox", unit, waiting::get);
            Remembered<Long> quarantined = remembered(() -> target.told(() -> quarantine.count(unit)));
            gauge(registry, "quarantined", "Keys that could not be moved", unit, quarantined::get);
        }
    }

    private FeedStatus feed(String unit) {
        return target.answers() ? feed.status(unit) : feed.untold(unit, "the target does not answer");
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / 1000.0;
    }

    private static <T> Remembered<T> remembered(Remembered.Measure<T> measure) {
        return new Remembered<>(measure, FRESH, System::nanoTime);
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            String description,
            String unit,
            Supplier<? extends @Nullable Number> value) {
        Gauge.builder("crossfade." + name, () -> value.get())
                .description(description)
                .tag("unit", unit)
                .register(registry);
    }
}
