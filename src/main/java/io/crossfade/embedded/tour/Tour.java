package io.crossfade.embedded.tour;

import io.crossfade.embedded.sample.traffic.Answer;
import io.crossfade.embedded.sample.traffic.Outcome;
import io.crossfade.embedded.sample.traffic.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Walks all units from MONGO to MONGO_REMOVED and back, each step as soon as its gates hold. The traffic ends before the last
 * step, for only a phase that replicates can show both stores equal at rest.
 */
final class Tour {

    private static final Duration STEP_LIMIT = Duration.ofMinutes(5);
    private static final Duration QUARANTINE_LIMIT = Duration.ofMinutes(1);

    private final Operator operator;
    private final Traffic traffic;
    private final TourReport report;
    private long maxLagMillis;
    private long maxQuarantined;
    private boolean copyTold;

    Tour(Operator operator, Traffic traffic, TourReport report) {
        this.operator = operator;
        this.traffic = traffic;
        this.report = report;
    }

    void walk() throws TourFailedException, InterruptedException {
        report.begin();
        awaitSomeTraffic("MONGO");
        go("DUAL_WRITE", null);
        awaitSomeTraffic("DUAL_WRITE");
        go("BACKFILL", null);
        go("SHADOW_READ", null);
        awaitSomeTraffic("SHADOW_READ");
        verify("SHADOW_READ");
        for (int percent : new int[] {10, 50, 100}) {
            go("READ_SWITCH", percent);
            awaitSomeTraffic("READ_SWITCH at " + percent + " %");
        }
        go("POSTGRES", null);
        awaitSomeTraffic("POSTGRES");
        verify("POSTGRES");
        go("MONGO_REMOVED", null);
        awaitSomeTraffic("MONGO_REMOVED");
        go("POSTGRES", null);
        verify("POSTGRES");
        go("READ_SWITCH", null);
        awaitSomeTraffic("READ_SWITCH");
        go("SHADOW_READ", null);
        verify("SHADOW_READ");
        go("BACKFILL", null);
        go("DUAL_WRITE", null);
        verify("DUAL_WRITE");
        // While writes go on two stores are equal key by key, but never all at once; now they must be.
        traffic.stop();
        verify("DUAL_WRITE, at rest");
        go("MONGO", null);
    }

    private void go(String phase, @Nullable Integer percent) throws TourFailedException, InterruptedException {
        String step = "to " + phase + (percent == null ? "" : " " + percent + " %");
        long start = System.nanoTime();
        long free;
        Answer moved;
        do {
            Waiting.until("the gates " + step, STEP_LIMIT, () -> {
                look();
                return first(operator.gatesAgainst(phase, percent));
            });
            free = System.nanoTime();
            moved = operator.move(phase, percent);
            // Under traffic a gate may close again between the look and the move.
        } while (moved.outcome() == Outcome.REFUSED && System.nanoTime() - start < STEP_LIMIT.toNanos());
        if (!moved.done()) {
            throw new TourFailedException(step + " failed: " + moved.summary());
        }
        long end = System.nanoTime();
        List<Operator.Unit> units = look();
        for (Operator.Unit unit : units) {
            if (!unit.phase().equals(phase)) {
                throw new TourFailedException(step + ": " + unit.name() + " stands in " + unit.phase());
            }
        }
        finish(step, units.size() + " units" + details(phase, units), millis(free - start), millis(end - free));
    }

    /** What stood in MongoDB before has been copied when SHADOW_READ is reached for the first time. */
    private String details(String phase, List<Operator.Unit> units) {
        if (copyTold || !phase.equals("SHADOW_READ")) {
            return "";
        }
        copyTold = true;
        return ", " + units.stream().mapToLong(Operator.Unit::backfilled).sum() + " documents copied";
    }

    /** A phase is worth nothing to the tour before the traffic has written and read in it. */
    private void awaitSomeTraffic(String phase) throws TourFailedException, InterruptedException {
        long start = System.nanoTime();
        long before = traffic.statistics().acknowledgedWrites();
        Waiting.until("traffic in " + phase, STEP_LIMIT, () -> {
            look();
            long written = traffic.statistics().acknowledgedWrites() - before;
            return written >= 60 ? Optional.empty() : Optional.of(written + " writes acknowledged");
        });
        finish("traffic in " + phase, "as ever", 0, millis(System.nanoTime() - start));
    }

    private void verify(String phase) throws TourFailedException, InterruptedException {
        awaitEmptyQuarantine();
        long start = System.nanoTime();
        Map<String, Long> before = new LinkedHashMap<>();
        for (Operator.Verified unit : operator.verifications()) {
            before.put(unit.unit(), unit.run());
            operator.startVerification(unit.unit(), false);
        }
        List<Operator.Verified> found = new ArrayList<>();
        Waiting.until("verifications", STEP_LIMIT, () -> {
            look();
            found.clear();
            found.addAll(operator.verifications());
            return found.stream()
                    .filter(unit ->
                            unit.state().equals("running") || unit.run() <= before.getOrDefault(unit.unit(), 0L))
                    .map(unit -> unit.unit() + " is " + unit.state() + " at " + unit.compared())
                    .findFirst();
        });
        long compared = found.stream().mapToLong(Operator.Verified::compared).sum();
        long different = found.stream().mapToLong(Operator.Verified::different).sum();
        long missing = found.stream().mapToLong(Operator.Verified::missing).sum();
        long extra = found.stream().mapToLong(Operator.Verified::extra).sum();
        finish(
                "verification in " + phase,
                String.format(
                        Locale.ROOT,
                        "%d equal, %d different, %d missing, %d extra",
                        compared - different - missing - extra,
                        different,
                        missing,
                        extra),
                0,
                millis(System.nanoTime() - start));
        for (Operator.Verified unit : found) {
            if (!unit.clean()) {
                throw new TourFailedException("the verification of " + unit.unit() + " in " + phase + " ended "
                        + unit.state() + " with " + unit.different() + " different, " + unit.missing() + " missing, "
                        + unit.extra() + " extra");
            }
        }
        awaitEmptyQuarantine();
    }

    private List<Operator.Unit> look() throws TourFailedException {
        List<Operator.Unit> units = operator.units();
        for (Operator.Unit unit : units) {
            maxLagMillis = Math.max(maxLagMillis, unit.lagMillis());
        }
        maxQuarantined = Math.max(maxQuarantined, quarantined(units));
        return units;
    }

    private static long quarantined(List<Operator.Unit> units) {
        return units.stream().mapToLong(Operator.Unit::quarantined).sum();
    }

    /** A write caught between two documents may be set aside for a moment; the sample has nothing that must stay there. */
    private void awaitEmptyQuarantine() throws TourFailedException, InterruptedException {
        Waiting.until("an empty quarantine", QUARANTINE_LIMIT, () -> {
            long left = quarantined(look());
            return left == 0 ? Optional.empty() : Optional.of(left + " keys: " + operator.quarantine());
        });
    }

    private void finish(String step, String result, long waitedMillis, long tookMillis) throws TourFailedException {
        report.step(
                step,
                result,
                waitedMillis,
                tookMillis,
                maxLagMillis,
                traffic.statistics().drain());
        maxLagMillis = 0;
        if (!traffic.statistics().failures().isEmpty()) {
            throw new TourFailedException(
                    "the traffic saw what must not be: " + traffic.statistics().failures());
        }
    }

    private static Optional<String> first(List<String> gates) {
        return gates.isEmpty()
                ? Optional.empty()
                : Optional.of(gates.getFirst() + (gates.size() > 1 ? " and " + (gates.size() - 1) + " more" : ""));
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
