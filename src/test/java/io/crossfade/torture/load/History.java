package io.crossfade.torture.load;

import io.crossfade.embedded.sample.traffic.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All operations of a load, by their start. */
public final class History {

    private final List<Operation> operations;

    private History(List<Operation> operations) {
        this.operations = operations;
    }

    public static History of(List<Operation> operations) {
        return new History(operations.stream()
                .sorted(Comparator.comparingLong(Operation::start))
                .toList());
    }

    public List<Operation> operations() {
        return operations;
    }

    public int size() {
        return operations.size();
    }

    /** The start of the first operation; 0 if there is none. */
    public long origin() {
        return operations.isEmpty() ? 0 : operations.getFirst().start();
    }

    /** How many are of which effect, and how many of those unknown were answered as nothing should be. */
    public Map<String, Integer> outcomes() {
        Map<Effect, Integer> effects = new EnumMap<>(Effect.class);
        operations.forEach(operation -> effects.merge(operation.effect(), 1, Integer::sum));
        Map<String, Integer> outcomes = new TreeMap<>();
        effects.forEach((effect, count) -> outcomes.put(effect.name(), count));
        long wrong = operations.stream()
                .filter(operation -> operation.outcome() == Outcome.WRONG)
                .count();
        if (wrong > 0) {
            outcomes.put(Outcome.WRONG.name(), (int) wrong);
        }
        return outcomes;
    }

    public Map<String, List<Operation>> groups() {
        return operations.stream().collect(Collectors.groupingBy(Operation::group, TreeMap::new, Collectors.toList()));
    }

    /** One line per operation, for people to read. */
    public void write(Path file) throws IOException {
        long origin = origin();
        Files.write(
                file,
                operations.stream().map(operation -> operation.describe(origin)).toList());
    }
}
