package io.crossfade.migration.verify;

import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How long each read of the service took in either store, pair by pair: {@code crossfade.shadow.times} by unit, operation and
 * store. Percentiles are of the last two hours or so, and of this instance.
 */
final class ReadTimes {

    private static final double MEDIAN = 0.5;
    private static final double TAIL = 0.99;
    private static final Duration KEPT = Duration.ofHours(2);

    private record Kind(String unit, String operation) {}

    private record Timers(Timer source, Timer target) {}

    private final MeterRegistry meters;
    private final StoreNames names;
    private final Map<Kind, Timers> timers = new ConcurrentHashMap<>();

    ReadTimes(MeterRegistry meters, StoreNames names) {
        this.meters = meters;
        this.names = names;
    }

    void record(String unit, String operation, long sourceNanos, long targetNanos) {
        Timers both = timers.computeIfAbsent(
                new Kind(unit, operation), kind -> new Timers(timer(kind, Side.SOURCE), timer(kind, Side.TARGET)));
        both.source.record(sourceNanos, TimeUnit.NANOSECONDS);
        both.target.record(targetNanos, TimeUnit.NANOSECONDS);
    }

    /** Of each operation that was seen, by name. */
    List<ReadComparison> of(String unit) {
        return timers.entrySet().stream()
                .filter(entry -> entry.getKey().unit.equals(unit))
                .map(entry -> {
                    HistogramSnapshot source = entry.getValue().source.takeSnapshot();
                    HistogramSnapshot target = entry.getValue().target.takeSnapshot();
                    return new ReadComparison(
                            entry.getKey().operation, target.count(), 0, times(source), times(target));
                })
                .sorted(Comparator.comparing(ReadComparison::operation))
                .toList();
    }

    private Timer timer(Kind kind, Side store) {
        return Timer.builder("crossfade.shadow.times")
                .description("Reads made at both stores, by which one")
                .tag("unit", kind.unit)
                .tag("operation", kind.operation)
                .tag("store", names.of(store).toLowerCase(Locale.ROOT))
                .publishPercentiles(MEDIAN, TAIL)
                .percentilePrecision(2)
                .distributionStatisticExpiry(KEPT)
                .register(meters);
    }

    private static ReadComparison.Times times(HistogramSnapshot snapshot) {
        double median = 0;
        double tail = 0;
        for (ValueAtPercentile value : snapshot.percentileValues()) {
            if (value.percentile() == MEDIAN) {
                median = value.value(TimeUnit.NANOSECONDS);
            } else if (value.percentile() == TAIL) {
                tail = value.value(TimeUnit.NANOSECONDS);
            }
        }
        return ReadComparison.Times.ofNanos(median, tail);
    }
}
