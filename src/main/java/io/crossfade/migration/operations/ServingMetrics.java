package io.crossfade.migration.operations;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Serving;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** {@code crossfade.serving}: 1 for each unit that this instance can serve where it stands, 0 while it has no permit or no store. */
final class ServingMetrics implements MeterBinder {

    private final Units units;
    private final Serving serving;

    ServingMetrics(Units units, Serving serving) {
        this.units = units;
        this.serving = serving;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (UnitMapping unit : units.all()) {
            Gauge.builder("crossfade.serving", () -> serving.obstacles().containsKey(unit.name()) ? 0 : 1)
                    .description("1 if this instance can serve the unit")
                    .tag("unit", unit.name())
                    .register(registry);
        }
    }
}
