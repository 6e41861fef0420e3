package io.crossfade.migration.verify;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToDoubleFunction;

/**
 * What the last run that came through says of each unit: {@code crossfade.verification.age.seconds} since it began, infinite if
 * there is none, {@code crossfade.verification.differences} that it left, and {@code crossfade.verification.set.aside}, the keys that
 * it passed over. What cannot be told now stays what it was.
 */
final class VerificationMetrics implements MeterBinder {

    private static final long FRESH_MILLIS = 10_000;
    private static final long AWAY_MILLIS = 1_000;

    private record Seen(VerificationStatus status, long atMillis) {}

    private final Units units;
    private final VerificationRuns runs;
    private final Clock clock;
    private final ConcurrentMap<String, Seen> seen = new ConcurrentHashMap<>();
    private volatile long awayAtMillis = Long.MIN_VALUE / 2;

    VerificationMetrics(Units units, VerificationRuns runs, Clock clock) {
        this.units = units;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (UnitMapping unit : units.all()) {
            gauge(registry, unit, "age.seconds", "Since the last whole verification began", this::age);
            gauge(
                    registry,
                    unit,
                    "differences",
                    "Left by the last whole verification",
                    status -> status.found() - status.repaired());
            gauge(
                    registry,
                    unit,
                    "set.aside",
                    "Keys that differ and are set aside, passed over by the last whole verification",
                    VerificationStatus::quarantined);
        }
    }

    private void gauge(
            MeterRegistry registry,
            UnitMapping unit,
            String name,
            String description,
            ToDoubleFunction<VerificationStatus> value) {
        Gauge.builder("crossfade.verification." + name, () -> value(unit.name(), value))
                .description(description)
                .tag("unit", unit.name())
                .register(registry);
    }

    private double age(VerificationStatus status) {
        Instant startedAt = status.startedAt();
        return startedAt == null
                ? Double.POSITIVE_INFINITY
                : Duration.between(startedAt, clock.instant()).toMillis() / 1e3;
    }

    /** As it was known last while the store that knows is away. */
    private double value(String unit, ToDoubleFunction<VerificationStatus> value) {
        Seen known = seen.get(unit);
        // A store that is away costs each question seconds, and a scrape asks for all units.
        boolean away = clock.millis() - awayAtMillis < AWAY_MILLIS;
        if (!away && (known == null || clock.millis() - known.atMillis() > FRESH_MILLIS)) {
            try {
                known = new Seen(runs.lastFinished(unit), clock.millis());
                seen.put(unit, known);
            } catch (SQLException lost) {
                awayAtMillis = clock.millis();
            }
        }
        return known == null ? Double.NaN : value.applyAsDouble(known.status());
    }
}
