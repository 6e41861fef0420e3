package io.crossfade.torture;

import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.sample.traffic.Outcome;
import io.crossfade.testing.Journal;
import io.crossfade.torture.cluster.Cluster;
import io.crossfade.torture.cluster.Instance;
import io.crossfade.torture.cluster.Store;
import io.crossfade.torture.load.History;
import io.crossfade.torture.load.Load;
import io.crossfade.torture.load.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a cutover costs while all is well, and what the loss of PostgreSQL costs while it serves reads. */
final class Figures {

    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final Duration RETURN_LIMIT = Duration.ofMinutes(1);
    private static final Duration LEAD = Duration.ofSeconds(2);
    private static final String SWITCH = "READ_SWITCH";

    /** So many cutovers are told apart: the instances have just started, and run most of their code for the first time. */
    private static final int COLD = 60;

    /** The steps of a cutover between which writes wait. */
    private static final List<String> HOLDING = List.of("close", "seen", "drain", "open");

    private static final List<String> STEPS =
            Stream.concat(Stream.of("ask"), HOLDING.stream()).toList();

    private final TortureOptions options;
    private final Cluster cluster;
    private final Journal journal;
    private final Results results = new Results();
    private final SortedMap<String, Long> figures = new TreeMap<>();
    private final Mover mover;
    private final Tally wrongAnswers = new Tally();

    Figures(TortureOptions options, Cluster cluster, Journal journal) {
        this.options = options;
        this.cluster = cluster;
        this.journal = journal;
        this.mover = new Mover(cluster, new SplittableRandom(options.seed()), results, wrongAnswers);
    }

    Report run(int cutovers) {
        cutovers(cutovers);
        withoutPostgres();
        return new Report(options.seed())
                .with("figures", figures)
                .with("moves", results.moves().counts())
                .with("anomalies", wrongAnswers.counts());
    }

    private void cutovers(int wanted) {
        mover.bringTo(SWITCH);
        History history = underLoad(options.seed(), () -> {
            while (results.cutovers().size() < COLD + wanted) {
                mover.bringTo("POSTGRES");
                mover.bringTo(SWITCH);
                journal.note("%d cutovers", results.cutovers().size());
            }
        });
        List<Map<String, Long>> all = results.cutovers();
        List<Map<String, Long>> cold = all.subList(0, COLD);
        List<Map<String, Long>> warm = all.subList(COLD, all.size());
        figures.put("cutovers", (long) warm.size());
        quantiles("cutover pause", warm, HOLDING);
        STEPS.forEach(step -> quantiles("cutover step " + step, warm, List.of(step)));
        figures.put("cutovers of instances just started", (long) cold.size());
        quantiles("cutover pause of instances just started", cold, HOLDING);
        figures.put("cutovers: requests", (long) history.size());
        figures.put("cutovers: failed requests", failed(history));
        figures.put("cutovers: longest write ms", longestWrite(history, write -> true));
    }

    /** Of the time that these steps took together. */
    private void quantiles(String name, List<Map<String, Long>> cutovers, List<String> steps) {
        List<Long> sorted = cutovers.stream()
                .map(millis -> steps.stream()
                        .mapToLong(step -> millis.getOrDefault(step, 0L))
                        .sum())
                .sorted()
                .toList();
        figures.put(name + " p50 ms", quantile(sorted, 0.5));
        figures.put(name + " p99 ms", quantile(sorted, 0.99));
    }

    private void withoutPostgres() {
        mover.changePercent(100);
        awaitReadsFromPostgres();
        long[] times = new long[3];
        History history = underLoad(options.seed() + 1, () -> {
            await("some requests while all is well").pollDelay(LEAD).until(() -> true);
            times[0] = System.nanoTime();
            cluster.stores().stop(Store.POSTGRES);
            await("an outage").pollDelay(OUTAGE).atMost(OUTAGE.multipliedBy(2)).until(() -> true);
            cluster.stores().restart(Store.POSTGRES);
            times[1] = System.nanoTime();
            awaitReadsFromPostgres();
            times[2] = System.nanoTime();
        });
        figures.put(
                "outage: longest write ms",
                longestWrite(history, write -> write.end() - times[0] > 0 && write.start() - times[1] < 0));
        figures.put("outage: failed requests", failed(history));
        figures.put("outage: requests", (long) history.size());
        figures.put("outage: reads return after ms", TimeUnit.NANOSECONDS.toMillis(times[2] - times[1]));
    }

    private interface Work {
        void run() throws Exception;
    }

    private History underLoad(long seed, Work work) {
        try (Load load = Load.start(cluster.targets(), seed, options.load())) {
            work.run();
            return load.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The figures cannot be taken", e);
        }
    }

    private void awaitReadsFromPostgres() {
        await("reads from PostgreSQL at every instance")
                .atMost(RETURN_LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> cluster.instances().stream().allMatch(Figures::readsFromPostgres));
    }

    /** While the mode is not STRICT nothing is read from the replica. */
    private static boolean readsFromPostgres(Instance instance) {
        JsonNode units = instance.admin().get("/actuator/migration").body().path("units");
        return !units.isEmpty()
                && units.valueStream().allMatch(unit -> unit.path("gates")
                        .path("POSTGRES")
                        .valueStream()
                        .anyMatch(gate -> gate.path("gate").asString().equals("strict")
                                && gate.path("holds").asBoolean()));
    }

    private static long failed(History history) {
        return history.operations().stream()
                .filter(one -> one.outcome().outage() || one.outcome() == Outcome.WRONG)
                .count();
    }

    private static long longestWrite(History history, Predicate<Operation> which) {
        return history.operations().stream()
                .filter(one -> one.action().writes())
                .filter(which)
                .mapToLong(one -> TimeUnit.NANOSECONDS.toMillis(one.end() - one.start()))
                .max()
                .orElse(0);
    }

    private static long quantile(List<Long> sorted, double part) {
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(part * sorted.size())));
    }
}
