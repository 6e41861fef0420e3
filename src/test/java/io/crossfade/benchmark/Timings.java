package io.crossfade.benchmark;

import java.util.Arrays;

/** How long each of many operations took. */
final class Timings {

    private long[] nanos = new long[1 << 12];
    private int count;
    private boolean sorted;

    void add(long took) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = took;
        sorted = false;
    }

    int count() {
        return count;
    }

    /** @throws IllegalStateException if there is none */
    double micros(double quantile) {
        if (count == 0) {
            throw new IllegalStateException("Nothing was timed");
        }
        if (!sorted) {
            Arrays.sort(nanos, 0, count);
            sorted = true;
        }
        return nanos[(int) Math.ceil(quantile * count) - 1] / 1e3;
    }
}
