package io.crossfade.torture.check;

import io.crossfade.embedded.sample.traffic.Outcome;
import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.History;
import io.crossfade.torture.load.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A history written by hand, of entities with one or two fields. Times are small numbers. */
final class Script {

    private final List<Operation> operations = new ArrayList<>();

    /** An acknowledged create. */
    Script create(String key, long start, long end, String... fields) {
        return add(Action.CREATE, key, start, end, Outcome.DONE, 201, fields(fields), fields(fields));
    }

    /** An acknowledged change of the first fields that showed them and the rest. */
    Script change(String key, long start, long end, Map<String, String> written, String... seen) {
        return add(Action.CHANGE, key, start, end, Outcome.DONE, 200, written, fields(seen));
    }

    Script delete(String key, long start, long end) {
        return add(Action.DELETE, key, start, end, Outcome.DONE, 204, Map.of(), null);
    }

    Script read(String key, long start, long end, String... seen) {
        return add(Action.READ, key, start, end, Outcome.DONE, 200, Map.of(), fields(seen));
    }

    Script missing(Action action, String key, long start, long end) {
        return add(action, key, start, end, Outcome.MISSING, 404, Map.of(), null);
    }

    Script unknown(Action action, String key, long start, long end, String... written) {
        return add(action, key, start, end, Outcome.UNKNOWN, 503, fields(written), null);
    }

    Script refused(Action action, String key, long start, long end, String... written) {
        return add(action, key, start, end, Outcome.REFUSED, 409, fields(written), null);
    }

    Script unavailable(Action action, String key, long start, long end, String... written) {
        return add(action, key, start, end, Outcome.UNAVAILABLE, 503, fields(written), null);
    }

    Script answered(Action action, String key, long start, long end, Outcome outcome, int status) {
        return add(action, key, start, end, outcome, status, Map.of(), null);
    }

    Script list(String key, long start, long end, String... ids) {
        return ids(Action.LIST, key, start, end, Outcome.DONE, 200, ids);
    }

    Script order(String key, long start, long end, String... ids) {
        return ids(Action.ORDER, key, start, end, Outcome.DONE, 204, ids);
    }

    Script uncertainOrder(String key, long start, long end, String... ids) {
        return ids(Action.ORDER, key, start, end, Outcome.UNKNOWN, 503, ids);
    }

    List<Operation> operations() {
        return operations;
    }

    /** What the checker finds, as kinds. */
    List<String> kinds() {
        return Checker.check(History.of(operations), FinalReads.none()).stream()
                .map(Anomaly::kind)
                .toList();
    }

    static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private Script ids(Action action, String key, long start, long end, Outcome outcome, int status, String... ids) {
        operations.add(new Operation(action, key, key, 0, start, end, outcome, status, Map.of(), null, List.of(ids)));
        return this;
    }

    private Script add(
            Action action,
            String key,
            long start,
            long end,
            Outcome outcome,
            int status,
            Map<String, String> written,
            @Nullable Map<String, String> seen) {
        String group = key.startsWith("users/") ? "emails" : key;
        operations.add(new Operation(action, group, key, 0, start, end, outcome, status, written, seen, List.of()));
        return this;
    }
}
