package io.crossfade.torture.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Whether calls that overlap can be put into one order, each within its time, that the model allows.
 *
 * <p>Goes through the calls' starts and ends in the order of time with all configurations that may be, and lets a call take
 * effect no earlier than an end makes it necessary: just-in-time linearization (G. Lowe, Testing for linearizability,
 * Concurrency and Computation 29(4), 2017) of the search by J. Wing and C. Gong (Testing and verifying concurrent objects,
 * JPDC 17, 1993), memoized by configuration. A call that only observes takes effect as soon as it can, which loses nothing.
 * Open calls of no certain effect that do the same are taken in one order only.
 */
final class Linearization<S, O> {

    private final Model<S, O> model;
    private final int limit;
    private final Map<Integer, Call<O>> open = new TreeMap<>();
    private Frontier<S> frontier = new Frontier<>();
    private int steps;

    private Linearization(Model<S, O> model, int limit) {
        this.model = model;
        this.limit = limit;
    }

    /**
     * Whether there is such an order.
     *
     * @param decided false if the search was given up
     * @param contradiction the first call that fits into no order of those before; null if there is an order
     * @param open what else was under way at its end
     * @param before the states that may have been when it had to take effect
     */
    record Verdict<S, O>(boolean decided, @Nullable Call<O> contradiction, List<Call<O>> open, Set<S> before) {

        boolean linearizable() {
            return decided && contradiction == null;
        }
    }

    /** @param limit how many configurations to look at before giving up */
    static <S, O> Verdict<S, O> of(Model<S, O> model, List<Call<O>> calls, int limit) {
        return new Linearization<S, O>(model, limit).search(calls);
    }

    private record Event<O>(Call<O> call, long time, boolean isEnd, int slot) {}

    private static <O> List<Event<O>> events(List<Call<O>> calls) {
        List<Event<O>> events = new ArrayList<>();
        for (int slot = 0; slot < calls.size(); slot++) {
            Call<O> call = calls.get(slot);
            events.add(new Event<>(call, call.start(), false, slot));
            if (call.certain()) {
                events.add(new Event<>(call, call.end(), true, slot));
            }
        }
        events.sort(Comparator.<Event<O>>comparingLong(Event::time).thenComparing(Event::isEnd));
        return events;
    }

    private Verdict<S, O> search(List<Call<O>> calls) {
        frontier.add(new Configuration<>(model.initial(), new BitSet(), new BitSet()));
        for (Event<O> event : events(calls)) {
            Frontier<S> before = frontier;
            if (!event.isEnd()) {
                open.put(event.slot(), event.call());
                if (event.call().observes()) {
                    frontier = each(before, this::observed);
                }
                continue;
            }
            frontier = afterEnd(before, event.slot(), event.call());
            open.remove(event.slot());
            if (steps > limit) {
                return new Verdict<>(false, event.call(), List.copyOf(open.values()), Set.of());
            }
            if (frontier.isEmpty()) {
                Set<S> states = new HashSet<>();
                before.forEach(configuration -> states.add(configuration.state()));
                return new Verdict<>(true, event.call(), List.copyOf(open.values()), states);
            }
        }
        return new Verdict<>(true, null, List.of(), Set.of());
    }

    private static <S> Frontier<S> each(Frontier<S> all, UnaryOperator<Configuration<S>> change) {
        Frontier<S> changed = new Frontier<>();
        all.forEach(configuration -> changed.add(change.apply(configuration)));
        return changed;
    }

    /** With every open observation that fits the state. */
    private Configuration<S> observed(Configuration<S> configuration) {
        Configuration<S> result = configuration;
        for (Map.Entry<Integer, Call<O>> entry : open.entrySet()) {
            Call<O> call = entry.getValue();
            if (call.observes()
                    && !result.done(entry.getKey())
                    && model.after(result.state(), call.operation()) != null) {
                result = result.with(result.state(), entry.getKey(), true);
            }
        }
        return result;
    }

    /** All configurations in which the call that ends has taken effect. */
    private Frontier<S> afterEnd(Frontier<S> before, int ended, Call<O> call) {
        Frontier<S> after = new Frontier<>();
        Frontier<S> seen = new Frontier<>();
        Deque<Configuration<S>> todo = new ArrayDeque<>();
        before.forEach(todo::add);
        while (!todo.isEmpty() && steps <= limit) {
            Configuration<S> configuration = todo.poll();
            steps++;
            if (configuration.done(ended)) {
                after.add(configuration.without(ended));
                continue;
            }
            successors(configuration).stream().filter(seen::add).forEach(todo::add);
        }
        return after;
    }

    private List<Configuration<S>> successors(Configuration<S> configuration) {
        Set<Object> tried = new HashSet<>();
        List<Configuration<S>> successors = new ArrayList<>();
        for (Map.Entry<Integer, Call<O>> entry : open.entrySet()) {
            Call<O> call = entry.getValue();
            if (call.observes() || configuration.done(entry.getKey())) {
                continue;
            }
            if (!call.certain() && !tried.add(model.effect(call.operation()))) {
                continue;
            }
            S next = model.after(configuration.state(), call.operation());
            if (next != null && (call.certain() || !next.equals(configuration.state()))) {
                successors.add(observed(configuration.with(next, entry.getKey(), call.certain())));
            }
        }
        return successors;
    }
}
