package io.crossfade.strattio.common;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list, by key: what comes and goes between two pages never shifts the rest.
 *
 * @param next what to ask for to get the page after this one; null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public static final int LARGEST = 500;

    public Page {
        items = List.copyOf(items);
    }

    /** Of one item more than the page takes, so as to know whether it is the last. */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> key) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, key.apply(items.getLast()));
    }

    public <R> Page<R> map(Function<T, R> function) {
        return new Page<>(items.stream().map(function).toList(), next);
    }

    /** @throws InvalidValue unless 1 to {@link #LARGEST} */
    public static int limit(int limit) {
        if (limit < 1 || limit > LARGEST) {
            throw new InvalidValue("limit", "must be between 1 and " + LARGEST);
        }
        return limit;
    }

    /** A key that is a whole number. @throws InvalidValue if it is none */
    public static @Nullable Integer number(@Nullable String after) {
        try {
            return after == null ? null : Integer.valueOf(after);
        } catch (NumberFormatException e) {
            throw new InvalidValue("after", "is not a key that a page gave", e);
        }
    }

    /** A key that is an id. @throws InvalidValue if it is none */
    public static @Nullable Id id(@Nullable String after) {
        try {
            return after == null ? null : Id.of(after);
        } catch (InvalidValue e) {
            throw new InvalidValue("after", "is not a key that a page gave", e);
        }
    }
}
