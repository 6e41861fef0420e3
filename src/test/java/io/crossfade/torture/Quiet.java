package io.crossfade.torture;

import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.tour.Operator;
import io.crossfade.embedded.tour.TourFailedException;
import io.crossfade.testing.Comparison;
import io.crossfade.torture.check.Anomaly;
import io.crossfade.torture.cluster.Cluster;
import io.crossfade.torture.cluster.Instance;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** The time after a run when nothing goes wrong any more: all must become well by itself, and then both stores must be equal. */
final class Quiet {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A lag of less than some seconds is told as none, so a feed may still have to bring something when all seems well. */
    private static final Duration CONVERGENCE = Duration.ofSeconds(15);

    static final String DEATH = "instance-died-at-failpoint";

    private static final Set<String> COMPARABLE = Set.of("SHADOW_READ", "READ_SWITCH", "POSTGRES");

    private final Cluster cluster;
    private final RandomGenerator random;
    private final Tally faults;

    /** @param faults takes note of who died at a failpoint */
    Quiet(Cluster cluster, RandomGenerator random, Tally faults) {
        this.cluster = cluster;
        this.random = random;
        this.faults = faults;
    }

    /**
     * Waits until every instance is ready, has caught up, and sees the same phases; one of them may still be starting, if it has
     * not long been. Returns what kept it from that.
     */
    List<Anomaly> settle() throws IOException {
        return settle(1);
    }

    /** As {@link #settle}, and nobody may still be starting. */
    List<Anomaly> settleAll() throws IOException {
        return settle(0);
    }

    private List<Anomaly> settle(int starting) throws IOException {
        List<Anomaly> anomalies = new ArrayList<>();
        for (Instance instance : cluster.instances()) {
            if (instance.endedByItself() && !instance.endedAsItMay()) {
                anomalies.add(new Anomaly("instance-ended", instance.name(), "see " + instance.log()));
            }
        }
        if (!anomalies.isEmpty()) {
            return anomalies;
        }
        try {
            awaitWell(starting);
        } catch (ConditionTimeoutException restless) {
            anomalies.add(new Anomaly("not-quiet", "", "after " + LIMIT.toSeconds() + " s: " + state()));
        }
        return anomalies;
    }

    private void awaitWell(int starting) {
        await("all instances to be well")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    cluster.reviveTheDead().forEach(name -> faults.count(DEATH));
                    List<Look> looks = cluster.each(Quiet::look);
                    Set<Map<String, String>> phases = looks.stream()
                            .filter(look -> !look.starting())
                            .map(Look::phases)
                            .collect(Collectors.toSet());
                    return looks.stream().filter(Look::starting).count() <= starting
                            && phases.size() == 1
                            && !phases.contains(Map.of());
                });
    }

    /** @param phases by unit; empty if the instance is not well */
    private record Look(boolean starting, Map<String, String> phases) {}

    private static Look look(Instance instance) {
        return instance.ready()
                ? new Look(false, phasesIfWell(instance))
                : new Look(instance.mayStillStart(), Map.of());
    }

    private static Map<String, String> phasesIfWell(Instance instance) {
        try {
            List<Operator.Unit> units = Mover.operator(instance).units();
            boolean well = units.stream().allMatch(unit -> unit.lagMillis() == 0 && unit.quarantined() == 0);
            return well
                    ? units.stream().collect(Collectors.toMap(Operator.Unit::name, Operator.Unit::phase))
                    : Map.of();
        } catch (TourFailedException unanswered) {
            return Map.of();
        }
    }

    /** Compares the stores wherever all is to be found in both. What differs may still become equal by itself. */
    List<Anomaly> compare() throws TourFailedException {
        Operator operator = Mover.operator(cluster.any(random, Instance::ready));
        Set<String> comparable = operator.units().stream()
                .filter(unit ->
                        COMPARABLE.contains(unit.phase()) || unit.phase().equals("BACKFILL") && unit.backfillComplete())
                .map(Operator.Unit::name)
                .collect(Collectors.toSet());
        Comparison comparison = new Comparison(operator, LIMIT);
        long deadline = System.nanoTime() + CONVERGENCE.toNanos();
        List<Operator.Verified> differing = differing(comparison, comparable);
        while (!differing.isEmpty() && System.nanoTime() - deadline < 0) {
            differing = differing(
                    comparison, differing.stream().map(Operator.Verified::unit).collect(Collectors.toSet()));
        }
        return differing.stream()
                .map(unit -> new Anomaly("stores-differ", unit.unit(), unit.toString()))
                .toList();
    }

    private static List<Operator.Verified> differing(Comparison comparison, Set<String> units)
            throws TourFailedException {
        return comparison.of(units).stream().filter(unit -> !unit.clean()).toList();
    }

    /** Where the units stand, as each instance sees it. */
    String state() {
        return String.join("; ", cluster.each(Quiet::state));
    }

    private static String state(Instance instance) {
        return instance.name() + (instance.ready() ? " " : " not ready ") + units(instance);
    }

    private static String units(Instance instance) {
        try {
            return Mover.operator(instance).units().toString();
        } catch (TourFailedException unanswered) {
            return unanswered.getMessage();
        }
    }
}
