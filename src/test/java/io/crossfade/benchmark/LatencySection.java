package io.crossfade.benchmark;

import static io.crossfade.benchmark.Report.times;

import io.crossfade.migration.Phase;
import io.crossfade.strattio.contract.MeasuredStores;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * What a request waits for in each phase, and how many are done, through the service's own repositories: as ratios to the same
 * repositories over each store alone.
 */
final class LatencySection implements Section {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final BenchmarkOptions options;

    LatencySection(BenchmarkOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "latency";
    }

    private record Alone(PlanLoad.Figures mongo, PlanLoad.Figures postgres) {}

    @Override
    public void measure(Report report) throws Exception {
        try (Stores stores = new Stores(options, Math.max(1, options.copied() / 10), options.copied());
                MeasuredStores engine = on(stores.databases())) {
            PlanLoad load = PlanLoad.on(engine.both(), options.live());
            Alone alone = alone(load.through(engine.mongo()), PlanLoad.on(engine.postgres(), options.live()), report);
            Journey journey = new Journey(engine.context());
            in(Phase.SOURCE, load, alone, report);
            journey.forward(Phase.DUAL_WRITE);
            in(Phase.DUAL_WRITE, load, alone, report);
            journey.forward(Phase.BACKFILL);
            PlanLoad.Answers copying = load.answersWhile(copying(journey));
            PlanLoad.Answers quiet = in(Phase.BACKFILL, load, alone, report).answers();
            copying(copying, quiet, report);
            journey.forward(Phase.SHADOW_READ);
            in(Phase.SHADOW_READ, load, alone, report);
            journey.verify();
            journey.forward(Phase.READ_SWITCH);
            journey.switchReads(50);
            in(Phase.READ_SWITCH, load, alone, report);
            journey.switchReads(100);
            journey.forward(Phase.TARGET);
            in(Phase.TARGET, load, alone, report);
            journey.verify();
            journey.forward(Phase.SOURCE_REMOVED);
            in(Phase.SOURCE_REMOVED, load, alone, report);
        }
    }

    /** In the first phase nothing concerns itself with either. What is written to PostgreSQL is deleted before it would. */
    private Alone alone(PlanLoad mongo, PlanLoad postgres, Report report) throws Exception {
        // What comes first must not pay for what all share.
        mongo.during(options.window());
        postgres.during(options.window());
        Alone alone = new Alone(mongo.during(options.window()), postgres.during(options.window()));
        postgres.remove();
        alone("mongo", "MongoDB", alone.mongo, report);
        alone("postgres", "PostgreSQL", alone.postgres, report);
        return alone;
    }

    private static void alone(String name, String store, PlanLoad.Figures figures, Report report) {
        timed("read." + name, "read, " + store + " alone", figures.answers().reads(), "", report);
        timed("write." + name, "write, " + store + " alone", figures.answers().writes(), "", report);
        report.figure(
                "throughput." + name, "four threads, " + store + " alone", figures.perSecond(), "operations/s", "");
    }

    private PlanLoad.Figures in(Phase phase, PlanLoad load, Alone alone, Report report) throws Exception {
        PlanLoad.Figures figures = load.during(options.window());
        timed(
                "read." + phase.code(),
                "read in " + phase,
                figures.answers().reads(),
                againstBoth(
                        figures.answers().reads(),
                        alone.mongo.answers().reads(),
                        alone.postgres.answers().reads()),
                report);
        timed(
                "write." + phase.code(),
                "write in " + phase,
                figures.answers().writes(),
                againstBoth(
                        figures.answers().writes(),
                        alone.mongo.answers().writes(),
                        alone.postgres.answers().writes()),
                report);
        report.figure(
                "throughput." + phase.code(),
                "four threads in " + phase,
                figures.perSecond(),
                "operations/s",
                times(figures.perSecond() / alone.mongo.perSecond(), "MongoDB alone, ")
                        + times(figures.perSecond() / alone.postgres.perSecond(), "PostgreSQL alone"));
        return figures;
    }

    private static void copying(PlanLoad.Answers copying, PlanLoad.Answers quiet, Report report) {
        timed(
                "read.whileCopying",
                "read while a backfill runs",
                copying.reads(),
                against(copying.reads(), quiet.reads()),
                report);
        timed(
                "write.whileCopying",
                "write while a backfill runs",
                copying.writes(),
                against(copying.writes(), quiet.writes()),
                report);
        report.note("operations.whileCopying", 2 * copying.reads().count());
    }

    /** The median as the figure, the 99th percentile beside it. */
    private static void timed(String name, String what, Timings timings, String ratios, Report report) {
        double p99 = timings.micros(0.99);
        report.note(name + ".p99", p99);
        report.figure(
                name,
                what + ", median",
                timings.micros(0.5),
                "µs",
                ratios + String.format(Locale.ROOT, "p99 %,.0f µs", p99));
    }

    private static String againstBoth(Timings timings, Timings mongo, Timings postgres) {
        return times(timings.micros(0.5) / mongo.micros(0.5), "MongoDB alone, ")
                + times(timings.micros(0.5) / postgres.micros(0.5), "PostgreSQL alone; ");
    }

    private static String against(Timings timings, Timings quiet) {
        return times(timings.micros(0.5) / quiet.micros(0.5), "without (p99 ")
                + times(timings.micros(0.99) / quiet.micros(0.99), "without); ");
    }

    /** Looks seldom, for a look takes its time from those that are measured. */
    private static BooleanSupplier copying(Journey journey) {
        long[] next = {System.nanoTime()};
        return () -> {
            if (System.nanoTime() - next[0] < 0) {
                return true;
            }
            next[0] = System.nanoTime() + BETWEEN_LOOKS.toNanos();
            try {
                return !journey.backfilled();
            } catch (SQLException away) {
                throw new IllegalStateException(away);
            }
        };
    }

    private static MeasuredStores on(Databases at) {
        return MeasuredStores.on(at.jdbcUrl(), at.user(), at.password(), at.mongoUri());
    }
}
