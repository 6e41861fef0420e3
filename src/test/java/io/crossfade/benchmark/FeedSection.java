package io.crossfade.benchmark;

import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.strattio.plan.PlanMapping;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The feeds alone, with writers outside the service: how many changes of one unit they bring over, and how late. */
final class FeedSection implements Section {

    private static final double[] LOADS = {0.25, 0.75};
    private static final long POLL_NANOS = 500_000;

    private final BenchmarkOptions options;

    FeedSection(BenchmarkOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public void measure(Report report) throws Exception {
        String units = Stores.UNITS.stream().map(UnitMapping::name).collect(Collectors.joining(","));
        try (Stores stores = new Stores(options, options.burst(), options.burst());
                Engine engine = new Engine(stores.databases(), Map.of("crossfade.control.feed-only", units))) {
            engine.journey().forward(Phase.DUAL_WRITE);
            engine.journey().backfill();
            try (StreamSide stream = new StreamSide(stores, engine)) {
                measure(stream, plans(stores), report);
            }
            engine.journey().forward(Phase.SHADOW_READ);
            engine.journey().verify();
            engine.journey().forward(Phase.READ_SWITCH);
            engine.journey().forward(Phase.TARGET);
            try (OutboxSide outbox = new OutboxSide(stores, engine)) {
                measure(outbox, plans(stores), report);
            }
        }
    }

    private void measure(FeedSide side, List<UUID> plans, Report report) throws Exception {
        // Warm, and with every connection open.
        side.write(plans, "first");
        side.awaitAll();
        long start = side.write(plans, "second");
        side.awaitAll();
        double highest = plans.size() / ((System.nanoTime() - start) / 1e9);
        report.figure(
                "feed." + side.name() + ".highest",
                side.title() + ", highest rate",
                highest,
                "changes/s",
                String.format(Locale.ROOT, "%,d changes at once", plans.size()));
        for (double load : LOADS) {
            lag(side, plans, load, highest * load, report);
        }
    }

    /** How long one change takes to come out while others are made at that rate. */
    private void lag(FeedSide side, List<UUID> plans, double load, double perSecond, Report report) throws Exception {
        long start = System.nanoTime();
        long end = start + options.window().toNanos();
        Timings lags = new Timings();
        long written;
        double seconds;
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<Long> writing =
                    writer.submit(() -> write(side, plans.subList(1, plans.size()), (long) (1e9 / perSecond), end));
            UUID probed = plans.getFirst();
            for (int probe = 0; probe == 0 || System.nanoTime() - end < 0; probe++) {
                lags.add(lag(side, probed, "probe " + load + " " + probe));
            }
            written = writing.get() + lags.count();
            seconds = (System.nanoTime() - start) / 1e9;
        }
        side.awaitAll();
        String name = "feed." + side.name() + ".lag." + Math.round(load * 100);
        report.note(name + ".p99", lags.micros(0.99));
        report.note(name + ".rate", written / seconds);
        report.figure(
                name,
                String.format(Locale.ROOT, "%s, lag at %,.0f changes/s, median", side.title(), written / seconds),
                lags.micros(0.5) / 1e3,
                "ms",
                String.format(
                        Locale.ROOT,
                        "p99 %,.1f ms; %.0f %% of the highest rate was asked for",
                        lags.micros(0.99) / 1e3,
                        load * 100));
    }

    private static long lag(FeedSide side, UUID plan, String value) throws Exception {
        long start = System.nanoTime();
        side.write(plan, value);
        while (!side.read(plan).equals(value)) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return System.nanoTime() - start;
    }

    /** @return how many it made */
    private static long write(FeedSide side, List<UUID> plans, long interval, long end) throws Exception {
        long made = 0;
        for (long next = System.nanoTime(); next - end < 0; next += interval) {
            while (System.nanoTime() - next < 0) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            if (System.nanoTime() - end >= 0) {
                break;
            }
            side.write(plans.get((int) (made % plans.size())), "write " + made);
            made++;
        }
        return made;
    }

    private static List<UUID> plans(Stores stores) throws SQLException {
        try (Connection connection = stores.target.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT id FROM \"" + PlanMapping.MAPPING.table() + "\" ORDER BY id")) {
            List<UUID> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
        }
    }
}
