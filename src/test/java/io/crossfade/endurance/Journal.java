package io.crossfade.endurance;

import java.io.PrintStream;
import java.util.Locale;

/** What was done, and when, in seconds since the start. */
final class Journal {

    private final PrintStream out;
    private final long start = System.nanoTime();

    Journal(PrintStream out) {
        this.out = out;
    }

    void note(String format, Object... values) {
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(Locale.ROOT, "endurance %7.1f s  %s%n", seconds, String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
