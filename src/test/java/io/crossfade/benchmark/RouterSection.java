package io.crossfade.benchmark;

import static io.crossfade.benchmark.Report.times;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What the router itself costs each call, next to LaunchDarkly's SDK that decides the same from flags in memory. */
final class RouterSection implements Section {

    private static final int ITERATIONS = 10;

    private final BenchmarkOptions options;

    RouterSection(BenchmarkOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "router";
    }

    @Override
    public void measure(Report report) throws RunnerException {
        // Another user of the machine may measure, too; a lock in its temporary directory helps neither.
        System.setProperty("jmh.ignoreLock", "true");
        for (Phase phase : Phase.values()) {
            Map<String, Double> nanos = nanos(phase);
            report(phase, "read", nanos, report);
            report(phase, "write", nanos, report);
        }
    }

    private static void report(Phase phase, String call, Map<String, Double> nanos, Report report) {
        double ours = nanos.get(RouterCost.class.getSimpleName() + "." + call);
        double theirs = nanos.get(RivalCost.class.getSimpleName() + "." + call);
        String where = call + "." + phase.code();
        Double transaction = nanos.get(TransactionCost.class.getSimpleName() + "." + call);
        String share = "";
        if (transaction != null) {
            report.note("transaction." + where, transaction);
            share = String.format(Locale.ROOT, "; %,.0f ns for a transaction as such", transaction);
        }
        report.note("rival." + where, theirs);
        report.figure(
                "router." + where,
                "router's own cost, " + call + " in " + phase,
                ours,
                "ns",
                times(ours / theirs, String.format(Locale.ROOT, "LaunchDarkly's %,.0f ns%s", theirs, share)));
        report.ratio("router.per.rival." + where, ours / theirs);
    }

    /** By class and method. */
    private Map<String, Double> nanos(Phase phase) throws RunnerException {
        // In this process no figure is worth more than one short look.
        int iterations = options.forks() == 0 ? 1 : ITERATIONS;
        TimeValue iteration = TimeValue.milliseconds(options.window().toMillis() / ITERATIONS);
        ChainedOptionsBuilder run = new OptionsBuilder()
                .include(RouterCost.class.getName() + "\\.")
                .include(RivalCost.class.getName() + "\\.")
                .param("phase", phase.name())
                .forks(options.forks())
                .warmupIterations(iterations)
                .warmupTime(iteration)
                .measurementIterations(iterations)
                .measurementTime(iteration)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        if (phase.authority() == Side.TARGET) {
            run.include(TransactionCost.class.getName() + "\\.");
        }
        Map<String, Double> nanos = new HashMap<>();
        for (RunResult result : new Runner(run.build()).run()) {
            String benchmark = result.getParams().getBenchmark();
            nanos.put(
                    benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1),
                    result.getPrimaryResult().getStatistics().getMin());
        }
        return nanos;
    }
}
