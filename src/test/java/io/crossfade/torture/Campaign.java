package io.crossfade.torture;

import io.crossfade.testing.Journal;
import io.crossfade.torture.check.Anomaly;
import io.crossfade.torture.cluster.Cluster;
import io.crossfade.torture.cluster.Instance;
import io.crossfade.torture.load.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Run after run on one cluster, each with the next seed, until one shows an anomaly. */
final class Campaign {

    private static final int RUNS_BETWEEN_SWEEPS = 10;

    private final TortureOptions options;
    private final Cluster cluster;
    private final Path directory;
    private final Journal journal;
    private final Results results = new Results();

    /** @param directory for what is to be kept of a run with an anomaly */
    Campaign(TortureOptions options, Cluster cluster, Path directory, Journal journal) {
        this.options = options;
        this.cluster = cluster;
        this.directory = directory;
        this.journal = journal;
    }

    Results run() throws Exception {
        new Mover(cluster, new SplittableRandom(options.seed()), results, new Tally()).bringTo(options.from());
        RandomGenerator random = new SplittableRandom(options.seed());
        Quiet quiet = new Quiet(cluster, random, results.faults());
        for (int run = 0; run < options.runs(); run++) {
            long seed = options.seed() + run;
            TortureRun.Outcome outcome = new TortureRun(cluster, options, seed, results, journal).run();
            List<Anomaly> anomalies = outcome.anomalies();
            journal.note(
                    "run %d, seed %d: %d requests %s, %d anomalies",
                    run + 1, seed, outcome.history().size(), outcome.history().outcomes(), anomalies.size());
            if (!anomalies.isEmpty()) {
                keep("seed-" + seed, seed, outcome.history(), anomalies);
                if (!options.goOn()) {
                    break;
                }
            }
            if (run % RUNS_BETWEEN_SWEEPS == RUNS_BETWEEN_SWEEPS - 1) {
                new Sweep(cluster.stores()).run(Mover.operator(cluster.any(random, Instance::ready)));
                List<Anomaly> restless = quiet.settle();
                if (!restless.isEmpty()) {
                    count(restless);
                    keep("seed-" + seed + "-swept", seed, outcome.history(), restless);
                    if (!options.goOn()) {
                        break;
                    }
                }
            }
        }
        if (results.anomalies().total() == 0 || options.goOn()) {
            List<Anomaly> restless = quiet.settleAll();
            restless.forEach(anomaly -> journal.note("at the end: %s", anomaly));
            count(restless);
        }
        results.events(cluster.events());
        TreeSet<String> missing = new TreeSet<>(options.required());
        missing.removeAll(results.events().keySet());
        missing.forEach(event -> results.anomalies().count("never-happened " + event));
        return results;
    }

    private void count(List<Anomaly> anomalies) {
        anomalies.forEach(anomaly -> results.anomalies().count(anomaly.kind()));
    }

    private void keep(String name, long seed, History history, List<Anomaly> anomalies) throws IOException {
        Path kept = Files.createDirectories(directory.resolve(name));
        history.write(kept.resolve("history.txt"));
        Files.write(
                kept.resolve("anomalies.txt"),
                anomalies.stream().map(Anomaly::toString).toList());
        for (Instance instance : cluster.instances()) {
            Files.copy(instance.log(), kept.resolve(instance.name() + ".log"), StandardCopyOption.REPLACE_EXISTING);
        }
        anomalies.stream()
                .limit(5)
                .forEach(anomaly -> journal.note("%s %s: %s", anomaly.kind(), anomaly.key(), anomaly.detail()));
        journal.note("kept in %s; to repeat: -Dtorture.seed=%d -Dtorture.runs=1", kept, seed);
    }
}
