package io.crossfade.benchmark;

import io.crossfade.testing.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The program: prints one table, and writes the same figures to {@code target/benchmark/benchmark.json}, also when a section fails. */
public final class Benchmark {

    static final Path DIRECTORY = Path.of("target", "benchmark");
    static final Path FIGURES = DIRECTORY.resolve("benchmark.json");

    private Benchmark() {}

    public static void main(String[] args) throws Exception {
        run(BenchmarkOptions.fromSystemProperties());
    }

    @SuppressWarnings("SystemOut")
    static void run(BenchmarkOptions options) throws Exception {
        Files.createDirectories(DIRECTORY);
        List<Section> sections = List.of(
                new RouterSection(options),
                new BulkSection(options),
                new LatencySection(options),
                new FeedSection(options),
                new MemorySection(options));
        requireKnown(options, sections);
        Report report = new Report(new Journal("benchmark", System.out));
        report.note("cores", Runtime.getRuntime().availableProcessors());
        report.note("java", Runtime.version().toString());
        for (Section section : sections) {
            if (options.runs(section)) {
                measure(section, report);
                report.write(FIGURES);
            }
        }
        report.print(System.out);
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private static void measure(Section section, Report report) {
        try {
            section.measure(report);
            report.measured(section.name());
        } catch (Exception | LinkageError | AssertionError failure) {
            failure.printStackTrace();
            report.failed(section.name(), failure);
        }
    }

    private static void requireKnown(BenchmarkOptions options, List<Section> sections) {
        Set<String> names = sections.stream().map(Section::name).collect(Collectors.toCollection(TreeSet::new));
        if (!names.containsAll(options.only())) {
            throw new IllegalArgumentException("benchmark.only is " + options.only() + "; there are " + names);
        }
    }
}
