package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a document passes a filter. Ranges are compared in BSON's own order within the operand's type; everything else
 * is left to the query engine. For one thread.
 */
final class FilterMatcher {

    private static final Set<String> RANGE_OPERATORS = Set.of("$gt", "$gte", "$lt", "$lte");

    private final List<Range> ranges = new ArrayList<>();
    private final Document rest;
    private final DefaultQueryMatcher engine = new DefaultQueryMatcher();

    FilterMatcher(Document filter) {
        this.rest = withoutRanges(filter);
    }

    boolean matches(Document document) {
        return ranges.stream().allMatch(range -> range.matches(document)) && engine.matches(document, rest);
    }

    private Document withoutRanges(Document filter) {
        Document others = new Document();
        filter.forEach((field, condition) -> {
            if (field.equals("$and") && condition instanceof Collection<?> all && !all.isEmpty()) {
                others.put(
                        field,
                        all.stream().map(each -> withoutRanges((Document) each)).toList());
            } else if (!field.startsWith("$") && condition instanceof Document operators) {
                Document left = withoutRanges(field, operators);
                if (!left.isEmpty() || operators.isEmpty()) {
                    others.put(field, left);
                }
            } else {
                others.put(field, condition);
            }
        });
        return others;
    }

    private Document withoutRanges(String field, Document operators) {
        Document left = new Document();
        operators.forEach((operator, operand) -> {
            if (operand != null && RANGE_OPERATORS.contains(operator) && isComparable(operand)) {
                ranges.add(new Range(field, operator, operand));
            } else {
                left.put(operator, operand);
            }
        });
        return left;
    }

    private static boolean isComparable(Object operand) {
        return !(operand instanceof Collection
                || operand instanceof Document
                || operand instanceof MinKey
                || operand instanceof MaxKey);
    }

    private record Range(String field, String operator, Object operand) {

        boolean matches(Document document) {
            Object value = Utils.getSubdocumentValueCollectionAware(document, field);
            return value instanceof Collection<?> array ? array.stream().anyMatch(this::holds) : holds(value);
        }

        private boolean holds(@Nullable Object value) {
            if (BsonOrder.typeOf(value) != BsonOrder.typeOf(operand)) {
                return false;
            }
            int compared = BsonOrder.ASCENDING.compare(value, operand);
            if (compared != 0 && (isNaN(value) || isNaN(operand))) {
                return false;
            }
            return switch (operator) {
                case "$gt" -> compared > 0;
                case "$gte" -> compared >= 0;
                case "$lt" -> compared < 0;
                default -> compared <= 0;
            };
        }

        private static boolean isNaN(@Nullable Object value) {
            return value instanceof Number number && Double.isNaN(number.doubleValue());
        }
    }
}
