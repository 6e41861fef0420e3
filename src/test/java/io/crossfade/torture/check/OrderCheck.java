package io.crossfade.torture.check;

import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.Effect;
import io.crossfade.torture.load.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the sections of a plan stand in an order that was asked for and not overwritten since, whenever none is being
 * set. While one is, or may be, they may stand in any.
 */
final class OrderCheck {

    static final String WRONG = "order";

    private final List<Operation> orders;
    private final long origin;

    /** @param orders those of one list */
    OrderCheck(List<Operation> orders, long origin) {
        this.orders = orders.stream()
                .filter(order -> order.action() == Action.ORDER && order.effect() != Effect.FAILED)
                .toList();
        this.origin = origin;
    }

    Optional<Anomaly> check(Operation list) {
        boolean moving =
                orders.stream().anyMatch(order -> order.start() <= list.end() && order.lastEffect() >= list.start());
        List<Operation> last = last(list.start());
        if (moving
                || last.isEmpty()
                || last.stream().anyMatch(order -> order.ids().equals(list.ids()))) {
            return Optional.empty();
        }
        List<String> orderings = new ArrayList<>();
        last.forEach(order -> orderings.add(order.describe(origin)));
        return Optional.of(new Anomaly(WRONG, list.key(), list.describe(origin) + "; the last orders: " + orderings));
    }

    /** Those set before that time which no other certainly followed. */
    private List<Operation> last(long time) {
        List<Operation> before = orders.stream()
                .filter(order -> order.ok() && order.end() < time)
                .toList();
        return before.stream()
                .filter(order -> overtaking(before, order).findAny().isEmpty())
                .toList();
    }

    private static Stream<Operation> overtaking(List<Operation> orders, Operation order) {
        return orders.stream().filter(later -> later.start() > order.end());
    }
}
