package io.crossfade.embedded.sample.traffic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts requests by what they came to, and how long the answered ones took. */
public final class TrafficStatistics {

    private static final int FAILURES_KEPT = 40;

    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final List<Long> nanos = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long writes;
    private long allWrites;
    private long failed;

    /**
     * Of an interval.
     *
     * @param acknowledgedWrites how many of those that were done wrote something
     * @param failures how many answers were wrong
     */
    public record Summary(
            Map<Outcome, Long> counts, long acknowledgedWrites, long failures, long p50Micros, long p99Micros) {

        public long requests() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        private long count(Outcome outcome) {
            return counts.getOrDefault(outcome, 0L);
        }

        /** Requests that did nothing, since a store or the service was away. */
        public long outages() {
            return count(Outcome.UNAVAILABLE) + count(Outcome.UNREACHABLE);
        }

        public long unknown() {
            return count(Outcome.UNKNOWN);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d requests, %d writes acknowledged, %d unavailable, %d of unknown outcome, %d wrong;"
                            + " p50 %.1f ms, p99 %.1f ms",
                    requests(),
                    acknowledgedWrites,
                    outages(),
                    unknown(),
                    failures,
                    p50Micros / 1000.0,
                    p99Micros / 1000.0);
        }
    }

    synchronized void count(Outcome outcome, boolean write, long tookNanos) {
        counts.merge(outcome, 1L, Long::sum);
        if (outcome == Outcome.DONE && write) {
            writes++;
            allWrites++;
        }
        if (!outcome.outage()) {
            nanos.add(tookNanos);
        }
    }

    /** Something that must not happen, whatever is away: what, without values. */
    synchronized void fail(String what) {
        failed++;
        if (failures.size() < FAILURES_KEPT) {
            failures.add(what);
        }
    }

    /** The first failures since the start. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** Since the start. */
    public synchronized long acknowledgedWrites() {
        return allWrites;
    }

    /** What came since the last call, which begins a new interval. */
    public synchronized Summary drain() {
        Collections.sort(nanos);
        Summary summary = new Summary(new EnumMap<>(counts), writes, failed, micros(0.5), micros(0.99));
        counts.clear();
        nanos.clear();
        writes = 0;
        failed = 0;
        return summary;
    }

    private long micros(double quantile) {
        return nanos.isEmpty()
                ? 0
                : TimeUnit.NANOSECONDS.toMicros(nanos.get((int) Math.ceil(quantile * nanos.size()) - 1));
    }
}
