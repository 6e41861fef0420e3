package io.crossfade.torture.weave;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Failpoints at which a campaign wants many arrivals to be slow, and nothing else to happen: where two things have to meet for a
 * broken rule to show.
 */
record SlowPoints(Map<String, Slow> points) {

    static final SlowPoints NONE = new SlowPoints(Map.of());

    /** @param millis at the most */
    record Slow(double probability, long millis) {}

    /** As {@code <failpoint>=<probability>/<milliseconds>,...}; a move's step is meant by its own name. */
    static SlowPoints parse(String text) {
        return text.isBlank()
                ? NONE
                : new SlowPoints(Arrays.stream(text.split(","))
                        .map(one -> one.split("[=/]"))
                        .collect(Collectors.toUnmodifiableMap(
                                part -> known(part[0]),
                                part -> new Slow(Double.parseDouble(part[1]), Long.parseLong(part[2])))));
    }

    private static String known(String name) {
        if (FailpointTable.all().stream()
                .map(Failpoint::name)
                .noneMatch(point -> name.equals(point) || name.startsWith(point + "-"))) {
            throw new IllegalArgumentException("There is no failpoint '" + name + "'");
        }
        return name;
    }

    boolean any() {
        return !points.isEmpty();
    }

    Optional<Slow> at(String name) {
        return Optional.ofNullable(points.get(name));
    }
}
