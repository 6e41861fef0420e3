package io.crossfade.benchmark;

import static io.crossfade.benchmark.Report.times;

import io.crossfade.migration.Phase;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What the router itself costs each call, next to LaunchDarkly's SDK that decides the same from flags in memory. */
final class RouterSection implements Section {

    private static final int ITERATIONS = 5;

    /** In this process no figure is worth more. */
    private static final int ITERATIONS_UNFORKED = 1;

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
            for (String call : new String[] {"read", "write"}) {
                double ours = nanos.get(RouterCost.class.getSimpleName() + "." + call);
                double theirs = nanos.get(RivalCost.class.getSimpleName() + "." + call);
                String where = call + "." + phase.code();
                report.note("rival." + where, theirs);
                report.figure(
                        "router." + where,
                        "router's own cost, " + call + " in " + phase,
                        ours,
                        "ns",
                        times(ours / theirs, String.format(Locale.ROOT, "LaunchDarkly's %,.0f ns", theirs)));
                report.ratio("router.per.rival." + where, ours / theirs);
            }
        }
    }

    /** By class and method. */
    private Map<String, Double> nanos(Phase phase) throws RunnerException {
        int iterations = options.forks() == 0 ? ITERATIONS_UNFORKED : ITERATIONS;
        TimeValue iteration = TimeValue.milliseconds(options.window().toMillis() / iterations);
        Options run = new OptionsBuilder()
                .include(RouterCost.class.getName() + "\\.")
                .include(RivalCost.class.getName() + "\\.")
                .param("phase", phase.name())
                .forks(options.forks())
                .warmupIterations(iterations)
                .warmupTime(iteration)
                .measurementIterations(iterations)
                .measurementTime(iteration)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        Map<String, Double> nanos = new HashMap<>();
        for (RunResult result : new Runner(run).run()) {
            String benchmark = result.getParams().getBenchmark();
            nanos.put(
                    benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1),
                    result.getPrimaryResult().getStatistics().getMin());
        }
        return nanos;
    }
}
