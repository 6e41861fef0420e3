package io.crossfade.strattio.common;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list, by key: what comes and goes between two pages never shifts the rest. What cannot be read is passed over and
 * makes no page shorter.
 *
 * @param next what to ask for to get the page after this one; null at the end
 * @param unreadable what was passed over
 */
public record Page<T>(
        List<T> items,
        @Nullable String next,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Unreadable> unreadable) {

    public static final int LARGEST = 500;

    /** So that a page does not take all there is into memory if none of it can be read. */
    private static final int MOST_PASSED_OVER = 1_000;

    public Page {
        items = List.copyOf(items);
        unreadable = List.copyOf(unreadable);
    }

    public Page(List<T> items, @Nullable String next) {
        this(items, next, List.of());
    }

    /**
     * Fills a page.
     *
     * @param first gives so many of the list's first; fewer only if these are all
     */
    public static <T> Page<T> of(int limit, IntFunction<List<Stored<T>>> first, Function<T, String> key) {
        return filled(limit, first, key, none -> null);
    }

    /** As {@link #of}, in the order of ids. If very many cannot be read, it ends before it is full, and the next one goes on behind them. */
    public static <T> Page<T> inOrderOfIds(int limit, IntFunction<List<Stored<T>>> first, Function<T, Id> id) {
        return filled(limit, first, item -> id.apply(item).text(), Page::idOf);
    }

    private static <T> Page<T> filled(
            int limit,
            IntFunction<List<Stored<T>>> first,
            Function<T, String> key,
            Function<Unreadable, @Nullable String> keyOfUnreadable) {
        for (int wanted = limit + 1; ; wanted *= 2) {
            List<Stored<T>> found = first.apply(wanted);
            long readable = found.stream().filter(each -> each.item() != null).count();
            if (readable > limit || found.size() < wanted) {
                return cut(found, limit, key);
            }
            UnreadableDocument last = found.getLast().fault();
            String next = last == null ? null : keyOfUnreadable.apply(last.what());
            if (next != null && found.size() - readable >= MOST_PASSED_OVER) {
                Page<T> early = cut(found, limit, key);
                return new Page<>(early.items, next, early.unreadable);
            }
        }
    }

    /** What stands behind the page's last item, and cannot be read, belongs to the next page. */
    private static <T> Page<T> cut(List<Stored<T>> found, int limit, Function<T, String> key) {
        List<T> items = new ArrayList<>();
        List<Unreadable> passed = new ArrayList<>();
        List<Unreadable> since = new ArrayList<>();
        for (Stored<T> each : found) {
            T item = each.item();
            if (item == null) {
                since.add(Objects.requireNonNull(each.fault()).what());
            } else if (items.size() == limit) {
                return new Page<>(items, key.apply(items.getLast()), passed);
            } else {
                items.add(item);
                passed.addAll(since);
                since.clear();
            }
        }
        passed.addAll(since);
        return new Page<>(items, null, passed);
    }

    private static @Nullable String idOf(Unreadable unreadable) {
        try {
            return Id.of(unreadable.id()).text();
        } catch (InvalidValue inWords) {
            return null;
        }
    }

    public <R> Page<R> map(Function<T, R> function) {
        return new Page<>(items.stream().map(function).toList(), next, unreadable);
    }

    /** With those too. */
    public Page<T> passingOver(List<Unreadable> more) {
        return new Page<>(
                items, next, Stream.concat(unreadable.stream(), more.stream()).toList());
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
