package io.crossfade.migration.operations;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.backfill.BackfillState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of each unit's copy: {@code crossfade.backfill.state} is 1 for the state that it is in, then {@code crossfade.backfill.rows}
 * (documents done), {@code .estimated}, {@code .refused} and {@code .rate} (a second, since the start; 0 unless it runs).
 */
final class BackfillMetrics implements MeterBinder {

    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Units units;
    private final BackfillViews backfill;
    private final TargetReachability target;

    BackfillMetrics(Units units, BackfillViews backfill, TargetReachability target) {
        this.units = units;
        this.backfill = backfill;
        this.target = target;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (UnitMapping mapping : units.all()) {
            String unit = mapping.name();
            Remembered<BackfillView> seen =
                    new Remembered<>(() -> target.told(() -> backfill.view(unit)), FRESH, System::nanoTime);
            for (BackfillState state : BackfillState.values()) {
                Gauge.builder(
                                "crossfade.backfill.state",
                                seen,
                                known -> value(known, view -> view.state() == state ? 1 : 0))
                        .description("1 for the state that the unit's copy is in")
                        .tag("unit", unit)
                        .tag("state", state.code())
                        .strongReference(true)
                        .register(registry);
            }
            gauge(registry, "rows", "Documents done", unit, seen, view -> view.documents()
                    .done());
            gauge(
                    registry,
                    "estimated",
                    "Documents there were before the first chunk",
                    unit,
                    seen,
                    view -> orZero(view.documents().estimatedTotal()));
            gauge(registry, "refused", "Keys that are set aside now", unit, seen, view -> view.documents()
                    .refused());
            gauge(
                    registry,
                    "rate",
                    "Documents a second since the start",
                    unit,
                    seen,
                    view -> orZero(view.documents().perSecond()));
        }
    }

    private static double orZero(@Nullable Number number) {
        return number == null ? 0 : number.doubleValue();
    }

    private static double value(Remembered<BackfillView> seen, ToDoubleFunction<BackfillView> value) {
        BackfillView view = seen.get();
        return view == null ? Double.NaN : value.applyAsDouble(view);
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            String description,
            String unit,
            Remembered<BackfillView> seen,
            ToDoubleFunction<BackfillView> value) {
        Gauge.builder("crossfade.backfill." + name, seen, known -> value(known, value))
                .description(description)
                .tag("unit", unit)
                .strongReference(true)
                .register(registry);
    }
}
