package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import io.crossfade.embedded.mongo.OrderedIndex.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which part of which index is read for a query, in which direction.
 *
 * @param sorted whether the records come in the order that the query asks for
 */
record QueryPlan(OrderedIndex index, List<Range> ranges, boolean backwards, boolean sorted, int score) {

    /** A part of an index, from (inclusive) to (exclusive). */
    record Range(Entry from, Entry to) {
        static Range of(
                List<@Nullable Object> from, boolean fromInclusive, List<@Nullable Object> to, boolean toInclusive) {
            return new Range(
                    fromInclusive ? Entry.before(from) : Entry.after(from),
                    toInclusive ? Entry.after(to) : Entry.before(to));
        }
    }

    /** The best plan, or none if no index helps and the collection is read whole. */
    static Optional<QueryPlan> choose(List<OrderedIndex> indexes, Find find) {
        if (find.min() != null || find.max() != null) {
            return Optional.of(betweenKeys(hinted(indexes, find.hint()), find));
        }
        Map<String, FieldBounds> bounds = FieldBounds.of(find.filter());
        if (find.hint() != null && !isNatural(find.hint())) {
            return Optional.of(plan(hinted(indexes, find.hint()), bounds, find.sort()));
        }
        return indexes.stream()
                .filter(index -> index.holdsAll() || hasValueFor(index, bounds))
                .map(index -> plan(index, bounds, find.sort()))
                .filter(plan -> plan.score() > 0)
                .max(Comparator.comparingInt(QueryPlan::score));
    }

    /** The records' ids, each once. Nothing is read before the stream is. */
    Stream<Long> recordIds() {
        List<Range> inOrder = backwards ? ranges.reversed() : ranges;
        Stream<Long> ids = inOrder.stream().flatMap(range -> {
            NavigableSet<Entry> entries = index.between(range.from(), range.to());
            return (backwards ? entries.descendingSet() : entries).stream().map(Entry::recordId);
        });
        return index.holdsArrays() ? ids.distinct() : ids;
    }

    private static boolean isNatural(Object hint) {
        return hint instanceof Document pattern && pattern.containsKey("$natural");
    }

    private static boolean hasValueFor(OrderedIndex index, Map<String, FieldBounds> bounds) {
        FieldBounds first = bounds.get(index.fields().getFirst());
        return first != null
                && first.isPoints()
                && first.points().stream().noneMatch(value -> BsonOrder.typeOf(value) == BsonOrder.typeOf(null));
    }

    private static QueryPlan plan(OrderedIndex index, Map<String, FieldBounds> bounds, Document sort) {
        List<List<@Nullable Object>> prefixes = new ArrayList<>(List.of(List.of()));
        int equal = 0;
        for (String field : index.fields()) {
            FieldBounds bound = bounds.get(field);
            if (bound == null
                    || !bound.isPoints()
                    || (equal > 0 && bound.points().size() != 1)) {
                break;
            }
            prefixes = extend(prefixes, bound.points(), index.ascending(equal));
            equal++;
        }
        FieldBounds next =
                equal < index.fields().size() ? bounds.get(index.fields().get(equal)) : null;
        boolean ranged = next != null && next.isRange() && !index.holdsArrays();
        boolean ascending = equal < index.fields().size() && index.ascending(equal);
        List<Range> ranges = prefixes.stream()
                .map(prefix -> ranged && next != null
                        ? next.rangeAfter(prefix, ascending)
                        : new Range(Entry.before(prefix), Entry.after(prefix)))
                .toList();
        int direction = index.holdsArrays() ? 0 : sortDirection(index, equal, prefixes.size() > 1, sort);
        int whole = index.isUnique() && equal == index.fields().size() ? 100 : 0;
        int score = whole + equal * 10 + (ranged ? 5 : 0) + (direction != 0 ? 3 : 0);
        return new QueryPlan(index, ranges, direction < 0, direction != 0, score);
    }

    private static List<List<@Nullable Object>> extend(
            List<List<@Nullable Object>> prefixes, List<@Nullable Object> points, boolean ascending) {
        List<List<@Nullable Object>> extended = new ArrayList<>();
        for (List<@Nullable Object> prefix : prefixes) {
            for (Object point : ascending ? points : points.reversed()) {
                List<@Nullable Object> longer = new ArrayList<>(prefix);
                longer.add(point);
                extended.add(longer);
            }
        }
        return extended;
    }

    /** 1 if reading the index forwards gives the sort's order, -1 backwards, 0 if it gives another or none is asked. */
    private static int sortDirection(OrderedIndex index, int equal, boolean severalPrefixes, Document sort) {
        List<String> sorted = sort.keySet().stream()
                .filter(field ->
                        severalPrefixes || !index.fields().subList(0, equal).contains(field))
                .toList();
        int start = severalPrefixes ? 0 : equal;
        if (sorted.isEmpty() || start + sorted.size() > index.fields().size()) {
            return 0;
        }
        if (!index.fields().subList(start, start + sorted.size()).equals(sorted)) {
            return 0;
        }
        int[] directions = IntStream.range(0, sorted.size())
                .map(i -> SortOrder.isAscending(sort.get(sorted.get(i))) == index.ascending(start + i) ? 1 : -1)
                .distinct()
                .toArray();
        return directions.length == 1 ? directions[0] : 0;
    }

    private static QueryPlan betweenKeys(OrderedIndex index, Find find) {
        Entry from = find.min() == null ? Entry.before(List.of()) : Entry.before(key(index, find.min()));
        Entry to = find.max() == null ? Entry.after(List.of()) : Entry.before(key(index, find.max()));
        if (find.min() != null && find.max() != null && !index.isBefore(from, to)) {
            throw new CommandFailure(
                    51175,
                    "Location51175",
                    "The value provided for min() does not come before the value provided for max() in the hinted index");
        }
        int direction = sortDirection(index, 0, false, find.sort());
        return new QueryPlan(index, List.of(new Range(from, to)), direction < 0, direction != 0, 0);
    }

    private static List<@Nullable Object> key(OrderedIndex index, Document bound) {
        if (!List.copyOf(bound.keySet()).equals(index.fields())) {
            throw new CommandFailure(
                    51174, "Location51174", "The index chosen is not compatible with min/max: " + index.getName());
        }
        return new ArrayList<>(bound.values());
    }

    static OrderedIndex hinted(List<OrderedIndex> indexes, @Nullable Object hint) {
        if (hint == null) {
            throw new CommandFailure(
                    51173, "Location51173", "When using min()/max() a hint of which index to use must be provided");
        }
        return indexes.stream()
                .filter(index -> index.isNamed(hint))
                .findFirst()
                .orElseThrow(() -> CommandFailure.badValue(
                        "error processing query: planner returned error :: caused by :: hint provided does not"
                                + " correspond to an existing index"));
    }
}
