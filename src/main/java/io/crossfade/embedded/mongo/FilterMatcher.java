package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a document passes a filter. Ranges, wherever they stand in it, are compared in BSON's own order within the
 * operand's type; everything else is left to the query engine. For one thread.
 */
final class FilterMatcher {

    private static final Set<String> RANGE_OPERATORS = Set.of("$gt", "$gte", "$lt", "$lte");
    private static final Set<String> LOGICAL_OPERATORS = Set.of("$and", "$or", "$nor");

    private final DefaultQueryMatcher engine = new DefaultQueryMatcher();
    private final Predicate<Document> passes;

    FilterMatcher(Document filter) {
        this.passes = all(filter);
    }

    boolean matches(Document document) {
        return passes.test(document);
    }

    private Predicate<Document> all(Document filter) {
        List<Predicate<Document>> conditions = new ArrayList<>();
        Document others = new Document();
        filter.forEach((field, condition) -> {
            if (!holdsRange(condition)) {
                others.put(field, condition);
            } else if (LOGICAL_OPERATORS.contains(field) && condition instanceof Collection<?> branches) {
                conditions.add(logical(field, branches));
            } else if (!field.startsWith("$") && condition instanceof Document operators) {
                conditions.add(onField(field, operators));
            } else {
                others.put(field, condition);
            }
        });
        return conjunction(conditions, others);
    }

    private Predicate<Document> conjunction(List<Predicate<Document>> conditions, Document others) {
        if (!others.isEmpty()) {
            conditions.add(document -> engine.matches(document, others));
        }
        return document -> conditions.stream().allMatch(condition -> condition.test(document));
    }

    private Predicate<Document> logical(String operator, Collection<?> branches) {
        List<Predicate<Document>> parts =
                branches.stream().map(branch -> all((Document) branch)).toList();
        return switch (operator) {
            case "$and" -> document -> parts.stream().allMatch(part -> part.test(document));
            case "$or" -> document -> parts.stream().anyMatch(part -> part.test(document));
            default -> document -> parts.stream().noneMatch(part -> part.test(document));
        };
    }

    private Predicate<Document> onField(String field, Document operators) {
        List<Predicate<Document>> conditions = new ArrayList<>();
        Document others = new Document();
        operators.forEach((operator, operand) -> {
            if (RANGE_OPERATORS.contains(operator)) {
                conditions.add(Range.of(field, operator, operand));
            } else if (operator.equals("$not") && operand instanceof Document not && holdsRange(not)) {
                conditions.add(onField(field, not).negate());
            } else if (operator.equals("$elemMatch") && operand instanceof Document element && holdsRange(element)) {
                conditions.add(onElement(field, element));
            } else {
                others.put(operator, operand);
            }
        });
        return conjunction(conditions, others.isEmpty() ? others : new Document(field, others));
    }

    private Predicate<Document> onElement(String field, Document element) {
        String first = element.keySet().iterator().next();
        boolean onValues = first.startsWith("$") && !LOGICAL_OPERATORS.contains(first);
        Predicate<Document> passes = onValues ? onField("element", element) : all(element);
        return document -> Utils.getSubdocumentValueCollectionAware(document, field) instanceof Collection<?> array
                && array.stream()
                        .anyMatch(each -> onValues
                                ? passes.test(new Document("element", each))
                                : each instanceof Document inner && passes.test(inner));
    }

    private static boolean holdsRange(@Nullable Object condition) {
        return switch (condition) {
            case null -> false;
            case Document document ->
                document.entrySet().stream()
                        .anyMatch(field -> RANGE_OPERATORS.contains(field.getKey()) || holdsRange(field.getValue()));
            case Collection<?> array -> array.stream().anyMatch(FilterMatcher::holdsRange);
            default -> false;
        };
    }

    private record Range(
            String field, String operator, @Nullable Object operand) implements Predicate<Document> {

        static Range of(String field, String operator, @Nullable Object operand) {
            if (operand instanceof BsonRegularExpression) {
                throw CommandFailure.badValue("Can't have RegEx as arg to predicate over field '" + field + "'.");
            }
            return new Range(field, operator, operand);
        }

        @Override
        public boolean test(Document document) {
            Object value = Utils.getSubdocumentValueCollectionAware(document, field);
            return holds(value)
                    || (value instanceof Collection<?> array && array.stream().anyMatch(this::holds));
        }

        private boolean holds(@Nullable Object value) {
            boolean below = operator.startsWith("$lt");
            if (BsonOrder.typeOf(value) != BsonOrder.typeOf(operand)) {
                return below ? operand instanceof MaxKey : operand instanceof MinKey;
            }
            int compared = BsonOrder.ASCENDING.compare(value, operand);
            if (compared != 0 && (isNaN(value) || isNaN(operand))) {
                return false;
            }
            return compared == 0 ? operator.endsWith("e") : below == compared < 0;
        }

        private static boolean isNaN(@Nullable Object value) {
            return value instanceof Number number && Double.isNaN(number.doubleValue());
        }
    }
}
