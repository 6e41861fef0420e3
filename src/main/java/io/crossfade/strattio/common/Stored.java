package io.crossfade.strattio.common;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of a list, as it is stored: what was read, or why it cannot be.
 *
 * @param item null if it cannot be read
 * @param fault null if it was read
 */
public record Stored<T>(@Nullable T item, @Nullable UnreadableDocument fault) {

    public static <S, T> Stored<T> of(S stored, Function<S, T> read) {
        try {
            return new Stored<>(read.apply(stored), null);
        } catch (UnreadableDocument fault) {
            return new Stored<>(null, fault);
        }
    }

    public static <S, T> List<Stored<T>> all(Collection<S> stored, Function<S, T> read) {
        return stored.stream().map(each -> of(each, read)).toList();
    }

    /** @throws UnreadableDocument if it cannot be read */
    public T get() {
        if (fault != null) {
            throw fault;
        }
        return Objects.requireNonNull(item);
    }

    /** Two lists of one order as one. What cannot be read follows what it follows in its own list. */
    public static <T> List<Stored<T>> merge(
            List<Stored<T>> one, List<Stored<T>> other, Comparator<T> order, int limit) {
        Deque<Stored<T>> left = new ArrayDeque<>(one);
        Deque<Stored<T>> right = new ArrayDeque<>(other);
        List<Stored<T>> merged = new ArrayList<>();
        while (merged.size() < limit && !(left.isEmpty() && right.isEmpty())) {
            merged.add((isNext(left, right, order) ? left : right).remove());
        }
        return merged;
    }

    private static <T> boolean isNext(Deque<Stored<T>> left, Deque<Stored<T>> right, Comparator<T> order) {
        Stored<T> first = left.peek();
        Stored<T> second = right.peek();
        if (first == null || second == null) {
            return second == null;
        }
        return first.item == null || (second.item != null && order.compare(first.item, second.item) <= 0);
    }
}
