package io.crossfade.benchmark;

import io.crossfade.testing.Journal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was measured: each figure at once, and in the end all of them as one table for people and as JSON for programs. */
final class Report {

    private record Line(String what, String figure, String ratio) {}

    private final Journal journal;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final Map<String, String> sections = new LinkedHashMap<>();

    Report(Journal journal) {
        this.journal = journal;
    }

    /** What is of use to a program, but no line of the table. */
    void note(String name, Object value) {
        figures.put(name, value);
    }

    /** @param ratio of this figure to another, or empty */
    void figure(String name, String what, double value, String unit, String ratio) {
        figures.put(name, value);
        add(new Line(what, String.format(Locale.ROOT, "%,.1f %s", value, unit), ratio));
    }

    void ratio(String name, double value) {
        figures.put(name, Math.round(value * 1_000) / 1_000.0);
    }

    void measured(String section) {
        sections.put(section, "measured");
    }

    /** Its figures up to here stay. */
    void failed(String section, Throwable failure) {
        sections.put(section, "failed: " + failure);
        add(new Line(
                section, "failed", String.valueOf(failure).lines().findFirst().orElse("")));
    }

    private void add(Line line) {
        lines.add(line);
        journal.note("%s: %s %s", line.what(), line.figure(), line.ratio());
    }

    static String times(double value, String what) {
        return String.format(Locale.ROOT, "%.2f x %s", value, what);
    }

    void print(PrintStream out) {
        int wide = lines.stream().mapToInt(line -> line.what().length()).max().orElse(0);
        int figure =
                lines.stream().mapToInt(line -> line.figure().length()).max().orElse(0);
        String format = "| %-" + wide + "s | %" + figure + "s | %s%n";
        lines.forEach(line -> out.printf(Locale.ROOT, format, line.what(), line.figure(), line.ratio()));
    }

    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(figures);
        all.put("measuredSections", sections);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file,
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n");
    }
}
