package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a filter says about one field, as far as an index can use it: certain values, or a range. It may admit more than
 * the filter does, never less; each document found is still matched with the filter.
 */
final class FieldBounds {

    private @Nullable List<@Nullable Object> points;
    private @Nullable Object low;
    private @Nullable Object high;
    private boolean lowInclusive;
    private boolean highInclusive;

    static Map<String, FieldBounds> of(Document filter) {
        Map<String, FieldBounds> bounds = new HashMap<>();
        collect(filter, bounds);
        bounds.values().removeIf(field -> field.points == null && !field.isRange());
        return bounds;
    }

    private static void collect(Document filter, Map<String, FieldBounds> bounds) {
        filter.forEach((field, condition) -> {
            if (field.equals("$and") && condition instanceof Collection<?> all) {
                all.forEach(each -> collect((Document) each, bounds));
            } else if (!field.startsWith("$")) {
                bounds.computeIfAbsent(field, name -> new FieldBounds()).add(condition);
            }
        });
    }

    private void add(@Nullable Object condition) {
        if (condition instanceof Document document
                && !document.isEmpty()
                && document.keySet().iterator().next().startsWith("$")) {
            document.forEach(this::addOperator);
        } else {
            addPoints(Collections.singletonList(condition));
        }
    }

    private void addOperator(String operator, @Nullable Object operand) {
        switch (operator) {
            case "$eq" -> addPoints(Collections.singletonList(operand));
            case "$in" -> addPoints((Collection<?>) operand);
            case "$gt", "$gte" -> addRange(operand, true, operator.equals("$gte"));
            case "$lt", "$lte" -> addRange(operand, false, operator.equals("$lte"));
            default -> {}
        }
    }

    private void addPoints(@Nullable Collection<?> values) {
        if (points != null || values == null) {
            return;
        }
        TreeSet<@Nullable Object> distinct = new TreeSet<>(BsonOrder.ASCENDING);
        for (Object value : values) {
            if (value instanceof Collection || BsonRegularExpression.isRegularExpression(value)) {
                return;
            }
            distinct.add(value);
        }
        points = new ArrayList<>(distinct);
    }

    private void addRange(@Nullable Object operand, boolean isLow, boolean inclusive) {
        boolean isKey = operand instanceof MinKey || operand instanceof MaxKey;
        if (operand == null || operand instanceof Collection || operand instanceof Document || isKey) {
            return;
        }
        int type = BsonOrder.typeOf(operand);
        narrowLow(isLow ? operand : new BsonOrder.TypeEdge(type, false), inclusive || !isLow);
        narrowHigh(isLow ? new BsonOrder.TypeEdge(type, true) : operand, inclusive || isLow);
    }

    private void narrowLow(Object value, boolean inclusive) {
        int compared = low == null ? 1 : BsonOrder.ASCENDING.compare(value, low);
        if (compared > 0 || (compared == 0 && !inclusive)) {
            low = value;
            lowInclusive = inclusive;
        }
    }

    private void narrowHigh(Object value, boolean inclusive) {
        int compared = high == null ? -1 : BsonOrder.ASCENDING.compare(value, high);
        if (compared < 0 || (compared == 0 && !inclusive)) {
            high = value;
            highInclusive = inclusive;
        }
    }

    List<@Nullable Object> points() {
        return points == null ? List.of() : points;
    }

    boolean isPoints() {
        return points != null;
    }

    boolean isRange() {
        return points == null && low != null && high != null;
    }

    /** The range after the given values of the fields before, in the order of an index's field. */
    QueryPlan.Range rangeAfter(List<@Nullable Object> prefix, boolean ascending) {
        List<@Nullable Object> lowKey = new ArrayList<>(prefix);
        lowKey.add(low);
        List<@Nullable Object> highKey = new ArrayList<>(prefix);
        highKey.add(high);
        return ascending
                ? QueryPlan.Range.of(lowKey, lowInclusive, highKey, highInclusive)
                : QueryPlan.Range.of(highKey, highInclusive, lowKey, lowInclusive);
    }
}
