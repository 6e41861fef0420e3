package io.crossfade.torture.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import io.crossfade.torture.check.Linearization.Verdict;
import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.Operation;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether all that was answered about a group fits one order of its operations. Twice, for the service promises less than
 * linearizability in one point. While a write is under way, or after it ended without an answer, one store may have it and
 * the other not yet; a read there may then be as old as the last write to its key that was acknowledged before it began.
 * What that does not explain is {@link #BROKEN}. What is explained by it alone is {@link #INVERTED}: two reads, or a
 * read and a write's answer, that saw such a write in two orders. Refused writes are left out of the second look: they met
 * the deciding store's state and bring nothing to the other one.
 */
final class EntityCheck {

    static final String BROKEN = "not-linearizable";
    static final String INVERTED = "inversion";
    static final String UNDECIDED = "undecided";

    private static final int MOST_SHOWN = 4;

    private final int limit;
    private final long origin;

    EntityCheck(int limit, long origin) {
        this.limit = limit;
        this.origin = origin;
    }

    /** @param operations of one group, those that read its final state among them */
    Optional<Anomaly> check(String group, Collection<Operation> operations) {
        Set<String> shown = shown(operations);
        List<Operation> concerned = operations.stream()
                .filter(operation -> Entities.concerns(operation) && Entities.matters(operation, shown))
                .toList();
        Map<String, NavigableSet<Long>> acknowledged = acknowledged(concerned);
        Verdict<Map<String, Map<String, String>>, Operation> promised = verdict(concerned.stream()
                .map(operation -> call(
                        operation,
                        operation.action() == Action.READ ? earliest(operation, acknowledged) : operation.start())));
        if (!promised.linearizable()) {
            return Optional.of(new Anomaly(promised.decided() ? BROKEN : UNDECIDED, group, describe(promised)));
        }
        Verdict<Map<String, Map<String, String>>, Operation> strict = verdict(concerned.stream()
                .filter(operation -> !Entities.isRefusal(operation))
                .map(operation -> call(operation, operation.start())));
        return strict.linearizable()
                ? Optional.empty()
                : Optional.of(new Anomaly(strict.decided() ? INVERTED : UNDECIDED, group, describe(strict)));
    }

    private static Set<String> shown(Collection<Operation> operations) {
        return operations.stream()
                .map(Operation::seen)
                .filter(Objects::nonNull)
                .flatMap(seen -> seen.values().stream())
                .collect(toSet());
    }

    private Verdict<Map<String, Map<String, String>>, Operation> verdict(Stream<Call<Operation>> calls) {
        return Linearization.of(new Entities(), calls.toList(), limit);
    }

    private static Call<Operation> call(Operation operation, long start) {
        return new Call<>(operation, Entities.observes(operation), start, operation.lastEffect());
    }

    /** When the acknowledged writes to each key ended. */
    private static Map<String, NavigableSet<Long>> acknowledged(List<Operation> operations) {
        return operations.stream()
                .filter(operation -> operation.action().writes() && operation.ok())
                .collect(groupingBy(Operation::key, mapping(Operation::end, toCollection(TreeSet::new))));
    }

    /** Just after the last acknowledged write to the key that ended before the read began. */
    private static long earliest(Operation read, Map<String, NavigableSet<Long>> acknowledged) {
        Long last = acknowledged
                .getOrDefault(read.key(), Collections.emptyNavigableSet())
                .lower(read.start());
        return last == null ? Long.MIN_VALUE : last + 1;
    }

    private String describe(Verdict<Map<String, Map<String, String>>, Operation> verdict) {
        Call<Operation> call = verdict.contradiction();
        if (call == null) {
            return "";
        }
        if (!verdict.decided()) {
            return "gave up at " + call.operation().describe(origin);
        }
        String key = call.operation().key();
        return "%s; but what stood there before was one of %s; under way: %s"
                .formatted(
                        call.operation().describe(origin),
                        verdict.before().stream()
                                .map(state ->
                                        state.containsKey(key) ? new TreeMap<>(state.get(key)).toString() : "nothing")
                                .distinct()
                                .limit(MOST_SHOWN)
                                .toList(),
                        verdict.open().stream()
                                .filter(open -> !open.observes())
                                .map(open -> open.operation().describe(origin))
                                .limit(MOST_SHOWN)
                                .collect(joining("; ", "[", "]")));
    }
}
