package io.crossfade.torture.check;

import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.Effect;
import io.crossfade.torture.load.Kind;
import io.crossfade.torture.load.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether each list shows what was there all the time that it took, and nothing that was not there at any moment of it.
 * What came or went meanwhile, or may have, it may show or not.
 */
final class ListCheck {

    static final String WRONG = "list";

    private final long origin;
    private final Map<String, Map<String, List<Operation>>> writesByList;

    ListCheck(Collection<Operation> operations, long origin) {
        this.origin = origin;
        Map<String, String> lists = new TreeMap<>();
        for (Operation operation : operations) {
            if (operation.action() == Action.CREATE) {
                String list = list(operation);
                if (list != null) {
                    lists.put(operation.key(), list);
                }
            }
        }
        this.writesByList = operations.stream()
                .filter(operation -> lists.containsKey(operation.key())
                        && (operation.action() == Action.CREATE || operation.action() == Action.DELETE)
                        && operation.effect() != Effect.FAILED)
                .collect(Collectors.groupingBy(
                        operation -> lists.get(operation.key()), Collectors.groupingBy(Operation::key)));
    }

    private static @Nullable String list(Operation create) {
        Kind kind = Kind.of(create.key());
        String field = kind.parentField();
        if (field == null) {
            return null;
        }
        Kind parent = kind == Kind.PLAN ? Kind.USER : Kind.PLAN;
        return parent.collection() + "/" + create.written().get(field) + "/" + kind.collection();
    }

    List<Anomaly> check(Operation list) {
        List<Anomaly> anomalies = new ArrayList<>();
        Map<String, List<Operation>> writes = writesByList.getOrDefault(list.key(), Map.of());
        String collection = Kind.of(list.key()).collection();
        List<String> shown =
                list.ids().stream().map(id -> collection + "/" + id).toList();
        if (new HashSet<>(shown).size() < shown.size()) {
            anomalies.add(anomaly(list, "it shows one twice", List.of()));
        }
        for (String key : shown) {
            List<Operation> own = writes.getOrDefault(key, List.of());
            if (!mayBeThere(own, list)) {
                anomalies.add(anomaly(list, "it shows " + key + ", which was not there", own));
            }
        }
        writes.forEach((key, own) -> {
            if (!shown.contains(key) && mustBeThere(own, list)) {
                anomalies.add(anomaly(list, "it lacks " + key + ", which was there", own));
            }
        });
        return anomalies;
    }

    /** A create began before the list ended, and no delete certainly came after it and before the list. */
    private static boolean mayBeThere(List<Operation> writes, Operation list) {
        return writes.stream()
                .filter(create -> create.action() == Action.CREATE && create.start() <= list.end())
                .anyMatch(create -> writes.stream()
                        .noneMatch(delete -> delete.action() == Action.DELETE
                                && delete.ok()
                                && create.lastEffect() < delete.start()
                                && delete.end() < list.start()));
    }

    /** A create ended before the list began, and each delete was certainly over before it or began after the list. */
    private static boolean mustBeThere(List<Operation> writes, Operation list) {
        return writes.stream()
                .filter(create -> create.action() == Action.CREATE && create.ok() && create.end() < list.start())
                .anyMatch(create -> writes.stream()
                        .noneMatch(delete -> delete.action() == Action.DELETE
                                && delete.lastEffect() >= create.start()
                                && delete.start() <= list.end()));
    }

    private Anomaly anomaly(Operation list, String what, List<Operation> writes) {
        return new Anomaly(
                WRONG,
                list.key(),
                what + ": " + list.describe(origin) + "; its writes: "
                        + writes.stream().map(write -> write.describe(origin)).toList());
    }
}
