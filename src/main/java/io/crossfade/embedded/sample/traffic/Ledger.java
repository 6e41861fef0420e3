package io.crossfade.embedded.sample.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What must be there: per path the state that its last acknowledged write left, and beside it every state that a write
 * of unknown outcome may have left since. One path is written by one thread at a time, and by none after such a write.
 */
public final class Ledger {

    private final Map<String, List<State>> entries = new ConcurrentHashMap<>();

    void acknowledged(String path, State state) {
        entries.put(path, List.of(state));
    }

    /** @param before what stands there if the ledger does not know the path yet */
    void unknown(String path, State before, State perhaps) {
        entries.compute(path, (key, possible) -> {
            List<State> states = new ArrayList<>(possible == null ? List.of(before) : possible);
            states.add(perhaps);
            return List.copyOf(states);
        });
    }

    /** The state under the path, or another if it is not in the ledger. */
    State state(String path, State otherwise) {
        List<State> possible = entries.get(path);
        return possible == null ? otherwise : possible.getLast();
    }

    /** Whether the path may be in more than one state. */
    boolean uncertain(String path) {
        List<State> possible = entries.get(path);
        return possible != null && possible.size() > 1;
    }

    public int size() {
        return entries.size();
    }

    /** How many paths may be in more than one state. */
    public long uncertain() {
        return entries.values().stream().filter(possible -> possible.size() > 1).count();
    }

    /** The paths that it knows, and for each the fields that its one certain state has: null for one that is gone or uncertain. */
    public Map<String, @Nullable JsonNode> certain() {
        Map<String, @Nullable JsonNode> certain = new TreeMap<>();
        entries.forEach((path, possible) ->
                certain.put(path, possible.size() == 1 ? possible.getFirst().fields() : null));
        return certain;
    }

    /** The paths of what was deleted for certain. */
    public List<String> gone() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().equals(List.of(State.ABSENT)))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    List<String> paths() {
        return entries.keySet().stream().sorted().toList();
    }

    /** What is wrong with an answer to reading the path; null if it shows a state that may be. */
    @Nullable
    String contradiction(String path, Answer read) {
        List<State> possible = entries.get(path);
        if (possible == null) {
            return null;
        }
        List<String> nearest = null;
        for (State state : possible) {
            List<String> differences = state.differences(read);
            if (differences.isEmpty()) {
                return null;
            }
            nearest = nearest == null || differences.size() < nearest.size() ? differences : nearest;
        }
        return path + ": " + nearest + (possible.size() > 1 ? " in each of " + possible.size() + " states" : "");
    }
}
