package io.crossfade.benchmark;

import io.crossfade.embedded.sample.SampleSizes;

/**
 * @param plans how many there are; each holds intake data of about 1 KB
 * @param sections how many there are
 * @param plain documents of each of the two that are copied the plain way, which is too slow for all
 * @param repeats of what is measured in memory
 */
record BenchmarkOptions(int plans, int sections, int plain, int repeats) {

    static final long SEED = 20_261_122;

    /** From {@code -Dbenchmark.plans}, {@code .sections}, {@code .plain}, {@code .repeats}. */
    static BenchmarkOptions fromSystemProperties() {
        return new BenchmarkOptions(
                Integer.getInteger("benchmark.plans", 200_000),
                Integer.getInteger("benchmark.sections", 1_000_000),
                Integer.getInteger("benchmark.plain", 5_000),
                Integer.getInteger("benchmark.repeats", 20));
    }

    SampleSizes sizes() {
        return new SampleSizes(Math.max(1, plans / 10), Math.max(1, plans / 100), plans, sections, 0, 0);
    }
}
