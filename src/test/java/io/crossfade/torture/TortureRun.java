package io.crossfade.torture;

import io.crossfade.testing.Journal;
import io.crossfade.torture.check.Anomaly;
import io.crossfade.torture.check.CheckOptions;
import io.crossfade.torture.check.Checker;
import io.crossfade.torture.check.FinalReads;
import io.crossfade.torture.cluster.Cluster;
import io.crossfade.torture.cluster.Instance;
import io.crossfade.torture.load.History;
import io.crossfade.torture.load.Load;
import io.crossfade.torture.load.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One seed's load, faults and moves, all at the same time; then quiet; then the checks. */
final class TortureRun {

    private final Cluster cluster;
    private final TortureOptions options;
    private final long seed;
    private final Results results;
    private final Journal journal;
    private final SplittableRandom random;
    private final Quiet quiet;

    TortureRun(Cluster cluster, TortureOptions options, long seed, Results results, Journal journal) {
        this.cluster = cluster;
        this.options = options;
        this.seed = seed;
        this.results = results;
        this.journal = journal;
        this.random = new SplittableRandom(seed);
        this.quiet = new Quiet(cluster, random.split(), results.faults());
    }

    /** What a run showed: all of its requests, and what must not be. */
    record Outcome(History history, List<Anomaly> anomalies) {}

    Outcome run() throws Exception {
        journal.detail("seed %d begins: %s", seed, quiet.state());
        Tally wrongAnswers = new Tally();
        bringAllTo(options.focus().begin(), wrongAnswers);
        Parts parts = new Parts();
        History history = disturbed(wrongAnswers, parts);
        history.outcomes().forEach(results.operations()::add);
        List<Anomaly> anomalies = new ArrayList<>();
        wrongAnswers.counts().forEach((answer, count) -> anomalies.add(new Anomaly("move-answer", "", answer)));
        anomalies.addAll(quiet.settle());
        parts.end("quiet");
        if (anomalies.isEmpty()) {
            bringAllTo(options.focus().settled(), wrongAnswers);
            anomalies.addAll(quiet.compare());
            parts.end("compare");
            List<Boolean> ready = cluster.each(Instance::ready);
            List<Anomaly> found = Checker.check(
                    history,
                    FinalReads.through(cluster.instances(), ready::get),
                    CheckOptions.defaults().excusing(this::asleep));
            parts.end("reads");
            found.stream().filter(Anomaly::allowed).forEach(one -> results.allowed()
                    .count(one.kind()));
            found.stream().filter(one -> !one.allowed()).forEach(anomalies::add);
        }
        anomalies.forEach(anomaly -> results.anomalies().count(anomaly.kind()));
        results.events(cluster.events());
        parts.end("events");
        journal.detail("milliseconds: %s", parts.millis());
        journal.detail("rare events so far: %s", results.events());
        parts.millis().forEach(results.times()::add);
        results.runs().count("runs");
        return new Outcome(history, anomalies);
    }

    private long asleep(Operation operation) {
        return cluster.instances().get(operation.instance()).asleepWithin(operation.start(), operation.end());
    }

    /** While all is well. */
    private void bringAllTo(String phase, Tally wrongAnswers) {
        if (!phase.isEmpty()) {
            new Mover(cluster, random.split(), results, wrongAnswers).bringTo(phase);
        }
    }

    private History disturbed(Tally wrongAnswers, Parts parts) throws Exception {
        Walk walk = new Walk(
                new Mover(cluster, random.split(), results, wrongAnswers),
                random.split(),
                options.focus().goals());
        Disturbance disturbance = new Disturbance(cluster, random.split(), results.faults(), journal, options);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Load load = Load.start(cluster.targets(), seed, options.load())) {
            Future<?> walking = threads.submit(walk);
            Future<?> disturbing = threads.submit(disturbance);
            result(disturbing);
            parts.end("disturbance");
            walk.stop();
            result(walking);
            parts.end("walk");
            History history = load.stop();
            parts.end("stop");
            return history;
        }
    }

    private static void result(Future<?> task) throws Exception {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The run cannot go on", e.getCause());
        }
    }
}
