package io.crossfade.benchmark;

import io.crossfade.embedded.sample.SampleSizes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is measured, and how much of it.
 *
 * @param only the names of the sections that run; empty: all
 * @param plans how many are copied; each holds intake data of about 1 KB
 * @param sections how many are copied
 * @param plain documents of each of the two that are copied the plain way, which is too slow for all
 * @param repeats of what is measured in memory
 * @param forks of the microbenchmarks; 0: in this process, which measures worse and faster
 * @param apart whether MongoDB has a process of its own
 * @param window how long one figure of live requests is measured, after half as long to warm up
 * @param live plans that are read and written while the phases pass
 * @param copied sections that are copied while live requests are measured
 * @param burst changes made at once, to see how fast the feeds go
 * @param memory sizes of copies whose memory is measured, in documents
 * @param large documents of nearly 16 MB in a copy of their own whose memory is measured; 0: none
 * @param largeHeap of the process that copies these
 * @param heap of the process whose memory is measured
 * @param storesHeap of a process that holds databases
 */
record BenchmarkOptions(
        Set<String> only,
        int plans,
        int sections,
        int plain,
        int repeats,
        int forks,
        boolean apart,
        Duration window,
        int live,
        int copied,
        int burst,
        List<Integer> memory,
        int large,
        String largeHeap,
        String heap,
        String storesHeap) {

    static final long SEED = 20_261_122;

    private static final BenchmarkOptions FULL = new BenchmarkOptions(
            Set.of(),
            200_000,
            1_000_000,
            5_000,
            20,
            1,
            true,
            Duration.ofSeconds(5),
            5_000,
            300_000,
            20_000,
            List.of(10_000, 100_000, 1_000_000),
            200,
            "768m",
            "128m",
            "8g");

    /** For each build: it shows that the program works, and nothing else. */
    private static final BenchmarkOptions SMALL = new BenchmarkOptions(
            Set.of(),
            400,
            2_000,
            100,
            2,
            0,
            false,
            Duration.ofMillis(60),
            50,
            2_000,
            200,
            List.of(2_000),
            2,
            "768m",
            "128m",
            "512m");

    /** The small form, or with {@code -Dbenchmark.full} the full one, with whatever {@code -Dbenchmark.…} sets otherwise. */
    static BenchmarkOptions fromSystemProperties() {
        BenchmarkOptions base = System.getProperty("benchmark.full") == null ? SMALL : FULL;
        return new BenchmarkOptions(
                words("only").collect(Collectors.toSet()),
                Integer.getInteger("benchmark.plans", base.plans),
                Integer.getInteger("benchmark.sections", base.sections),
                Integer.getInteger("benchmark.plain", base.plain),
                Integer.getInteger("benchmark.repeats", base.repeats),
                Integer.getInteger("benchmark.forks", base.forks),
                Boolean.parseBoolean(System.getProperty("benchmark.apart", Boolean.toString(base.apart))),
                Duration.ofMillis(Long.getLong("benchmark.window-millis", base.window.toMillis())),
                Integer.getInteger("benchmark.live", base.live),
                Integer.getInteger("benchmark.copied", base.copied),
                Integer.getInteger("benchmark.burst", base.burst),
                System.getProperty("benchmark.memory") == null
                        ? base.memory
                        : words("memory").map(Integer::valueOf).toList(),
                Integer.getInteger("benchmark.large", base.large),
                System.getProperty("benchmark.large-heap", base.largeHeap),
                System.getProperty("benchmark.heap", base.heap),
                System.getProperty("benchmark.stores-heap", base.storesHeap));
    }

    private static Stream<String> words(String option) {
        return Arrays.stream(System.getProperty("benchmark." + option, "").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty());
    }

    boolean runs(Section section) {
        return only.isEmpty() || only.contains(section.name());
    }

    static SampleSizes sizes(int plans, int sections) {
        return new SampleSizes(Math.max(1, plans / 10), Math.max(1, plans / 100), plans, sections, 0, 0);
    }
}
