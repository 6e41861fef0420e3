package io.crossfade.torture.check;

import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.Effect;
import io.crossfade.torture.load.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the entities of a group may become. Its state is the fields of each entity that is there, so that existence and
 * all fields are checked as one, and a final read finds what was lost, what came back and what nobody wrote. No two may
 * have the same e-mail address.
 */
final class Entities implements Model<Map<String, Map<String, String>>, Operation> {

    private static final String UNIQUE = "email";
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    @Override
    public Map<String, Map<String, String>> initial() {
        return Map.of();
    }

    /** Whether the answer tells anything of the entities, or may have changed one. */
    static boolean concerns(Operation operation) {
        return switch (operation.effect()) {
            case OK -> operation.action().writes() || operation.action() == Action.READ;
            case UNKNOWN -> operation.action().writes();
            case FAILED -> isRefusal(operation) || operation.action() == Action.READ && operation.status() == NOT_FOUND;
        };
    }

    /**
     * False for a change without an answer of which no answer shows a value: whether it took effect makes no difference,
     * for values are unique but for e-mail addresses.
     */
    static boolean matters(Operation operation, Set<String> shown) {
        return operation.effect() != Effect.UNKNOWN
                || operation.action() != Action.CHANGE
                || operation.written().containsKey(UNIQUE)
                || operation.written().values().stream().anyMatch(shown::contains);
    }

    /** A write that did nothing because of what it found. */
    static boolean isRefusal(Operation operation) {
        return operation.action().writes() && (operation.status() == NOT_FOUND || operation.status() == CONFLICT);
    }

    static boolean observes(Operation operation) {
        return operation.action() == Action.READ || operation.effect() == Effect.FAILED;
    }

    @Override
    public Object effect(Operation operation) {
        return List.of(operation.action(), operation.key(), operation.written());
    }

    @Override
    public @Nullable Map<String, Map<String, String>> after(
            Map<String, Map<String, String>> state, Operation operation) {
        Map<String, String> entity = state.get(operation.key());
        if (operation.status() == NOT_FOUND) {
            return entity == null ? state : null;
        }
        if (operation.status() == CONFLICT) {
            return isConflict(state, operation, entity) ? state : null;
        }
        Map<String, String> next =
                switch (operation.action()) {
                    case CREATE -> entity == null ? operation.written() : entity;
                    case CHANGE -> entity == null ? null : changed(entity, operation.written());
                    case READ -> entity;
                    default -> null;
                };
        boolean possible = isPossible(state, operation, entity, next);
        if (operation.effect() == Effect.UNKNOWN) {
            return possible ? with(state, operation.key(), next) : state;
        }
        return possible && Objects.equals(next, operation.seen()) ? with(state, operation.key(), next) : null;
    }

    private static boolean isPossible(
            Map<String, Map<String, String>> state,
            Operation operation,
            @Nullable Map<String, String> entity,
            @Nullable Map<String, String> next) {
        return switch (operation.action()) {
            case CREATE -> entity == null ? !isTaken(state, operation) : entity.equals(operation.written());
            case CHANGE -> entity != null && !isTaken(state, operation);
            case DELETE, READ -> entity != null;
            default -> throw new IllegalArgumentException(operation.action() + " concerns no entity");
        };
    }

    private static boolean isConflict(
            Map<String, Map<String, String>> state, Operation operation, @Nullable Map<String, String> entity) {
        return switch (operation.action()) {
            case CREATE -> entity == null ? isTaken(state, operation) : !entity.equals(operation.written());
            case CHANGE -> entity != null && isTaken(state, operation);
            default -> false;
        };
    }

    private static boolean isTaken(Map<String, Map<String, String>> state, Operation operation) {
        String wanted = operation.written().get(UNIQUE);
        return wanted != null
                && state.entrySet().stream()
                        .anyMatch(other -> !other.getKey().equals(operation.key())
                                && wanted.equals(other.getValue().get(UNIQUE)));
    }

    private static Map<String, String> changed(Map<String, String> entity, Map<String, String> changes) {
        Map<String, String> changed = new HashMap<>(entity);
        changed.putAll(changes);
        return changed;
    }

    private static Map<String, Map<String, String>> with(
            Map<String, Map<String, String>> state, String key, @Nullable Map<String, String> entity) {
        if (Objects.equals(state.get(key), entity)) {
            return state;
        }
        Map<String, Map<String, String>> next = new HashMap<>(state);
        if (entity == null) {
            next.remove(key);
        } else {
            next.put(key, entity);
        }
        return next;
    }
}
