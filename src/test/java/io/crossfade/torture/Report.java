package io.crossfade.torture;

import io.crossfade.embedded.sample.traffic.ServiceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What a campaign came to, for people and for programs. */
final class Report {

    private static final String ANOMALIES = "anomalies";

    private final Map<String, SortedMap<String, Long>> parts = new LinkedHashMap<>();
    private final long seed;

    Report(long seed) {
        this.seed = seed;
    }

    static Report of(TortureOptions options, Results results) {
        return new Report(options.seed())
                .with("runs", results.runs().counts())
                .with("operations", results.operations().counts())
                .with("faults", results.faults().counts())
                .with("moves", results.moves().counts())
                .with("rare events", results.events())
                .with("milliseconds by part of a run", results.times().counts())
                .with("allowed inversions", results.allowed().counts())
                .with(ANOMALIES, results.anomalies().counts());
    }

    Report with(String part, SortedMap<String, Long> numbers) {
        parts.put(part, numbers);
        return this;
    }

    /** The sum of a part's numbers. */
    long number(String part) {
        return parts.getOrDefault(part, new TreeMap<>()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** By kind, with how many there were. */
    SortedMap<String, Long> anomalies() {
        return parts.getOrDefault(ANOMALIES, new TreeMap<>());
    }

    String table() {
        return parts.entrySet().stream()
                .map(part -> part.getKey() + ": "
                        + number(part.getKey())
                        + System.lineSeparator()
                        + part.getValue().entrySet().stream()
                                .map(number ->
                                        String.format(Locale.ROOT, "  %8d  %s%n", number.getValue(), number.getKey()))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    void write(Path json) throws IOException {
        ObjectNode all = ServiceClient.JSON.createObjectNode().put("seed", seed);
        parts.forEach((part, numbers) -> {
            ObjectNode object = all.putObject(part);
            numbers.forEach(object::put);
        });
        Files.createDirectories(json.getParent());
        Files.writeString(json, all.toPrettyString());
    }
}
