package io.crossfade.testing;

import java.io.PrintStream;
import java.util.Locale;

/** What was done, and when, in seconds since the start. */
public final class Journal {

    private final String program;
    private final PrintStream out;
    private final PrintStream details;
    private final long start = System.nanoTime();

    public Journal(String program, PrintStream out) {
        this(program, out, out);
    }

    /** @param details takes the notes, and what is of interest only to who looks for a cause */
    public Journal(String program, PrintStream out, PrintStream details) {
        this.program = program;
        this.out = out;
        this.details = details;
    }

    public void note(String format, Object... values) {
        String line = line(format, values);
        print(out, line);
        if (details != out) {
            print(details, line);
        }
    }

    public void detail(String format, Object... values) {
        print(details, line(format, values));
    }

    private String line(String format, Object... values) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return String.format(
                Locale.ROOT, "%s %7.1f s  %s", program, seconds, String.format(Locale.ROOT, format, values));
    }

    private static void print(PrintStream to, String line) {
        to.println(line);
        to.flush();
    }
}
