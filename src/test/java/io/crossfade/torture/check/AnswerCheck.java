package io.crossfade.torture.check;

import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.Operation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a request was answered as the API says, and in time. */
final class AnswerCheck {

    static final String WRONG = "answer";
    static final String SLOW = "slow";

    private static final Map<Action, Set<Integer>> AGREED = new EnumMap<>(Map.of(
            Action.CREATE, Set.of(201, 409),
            Action.CHANGE, Set.of(200, 404, 409),
            Action.DELETE, Set.of(204, 404),
            Action.READ, Set.of(200, 404),
            Action.LIST, Set.of(200),
            Action.ORDER, Set.of(204)));

    private final CheckOptions options;
    private final long origin;

    AnswerCheck(CheckOptions options, long origin) {
        this.options = options;
        this.origin = origin;
    }

    Optional<Anomaly> check(Operation operation) {
        boolean outage = isOutage(operation);
        if (!outage && !AGREED.getOrDefault(operation.action(), Set.of()).contains(operation.status())) {
            return Optional.of(new Anomaly(WRONG, operation.key(), operation.describe(origin)));
        }
        long nanos = operation.end() - operation.start() - options.excused().applyAsLong(operation);
        if (nanos > options.slowest().toNanos()) {
            return Optional.of(new Anomaly(SLOW, operation.key(), operation.describe(origin)));
        }
        return Optional.empty();
    }

    /** No answer, or 503; of which a read knows only the one that says that nothing was done. */
    private static boolean isOutage(Operation operation) {
        boolean reads = operation.action() == Action.READ || operation.action() == Action.LIST;
        return switch (operation.outcome()) {
            case UNAVAILABLE, UNREACHABLE -> true;
            case UNKNOWN -> operation.status() == 0 || !reads;
            default -> false;
        };
    }
}
