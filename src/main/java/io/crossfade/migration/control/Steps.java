package io.crossfade.migration.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Takes the time of each step of a move. */
final class Steps {

    private final Consumer<String> begins;
    private final Map<String, Long> millis = new LinkedHashMap<>();

    Steps() {
        this(step -> {});
    }

    /** @param begins is told each step as it begins */
    Steps(Consumer<String> begins) {
        this.begins = begins;
    }

    <T> T time(String name, Callable<T> step) throws Exception {
        begins.accept(name);
        long start = System.nanoTime();
        try {
            return step.call();
        } finally {
            millis.merge(name, (System.nanoTime() - start) / 1_000_000, Long::sum);
        }
    }

    Map<String, Long> millis() {
        return new LinkedHashMap<>(millis);
    }
}
