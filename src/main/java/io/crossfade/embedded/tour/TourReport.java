package io.crossfade.embedded.tour;

import io.crossfade.embedded.sample.traffic.TrafficStatistics;
import java.io.PrintStream;
import java.util.Locale;

/** Prints the tour: a line per step. */
final class TourReport {

    private static final String LINE = "%-28s %-52s %8s %8s %8s  %s%n";

    private final PrintStream out;

    TourReport(PrintStream out) {
        this.out = out;
    }

    void begin() {
        out.printf(
                Locale.ROOT, "%n" + LINE, "step", "what came of it", "waited", "took", "behind", "traffic meanwhile");
    }

    /** @param lagMillis how far behind the replica was seen to be at most */
    void step(
            String step,
            String result,
            long waitedMillis,
            long tookMillis,
            long lagMillis,
            TrafficStatistics.Summary traffic) {
        out.printf(
                Locale.ROOT,
                LINE,
                step,
                result,
                seconds(waitedMillis),
                seconds(tookMillis),
                seconds(lagMillis),
                String.format(
                        Locale.ROOT,
                        "%d requests, %d writes, %d unavailable, %d unknown, %d wrong; p50 %.0f ms, p99 %.0f ms",
                        traffic.requests(),
                        traffic.acknowledgedWrites(),
                        traffic.outages(),
                        traffic.unknown(),
                        traffic.failures(),
                        traffic.p50Micros() / 1000.0,
                        traffic.p99Micros() / 1000.0));
        out.flush();
    }

    void line(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
    }
}
