package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stages that the library lacks or gets wrong: its sample sorts by a random number drawn anew for each comparison, which a sort
 * may refuse; its sort has an order of its own between types, and so have the ranges of its match; where a stage computes
 * values, it evaluates what is stored.
 */
final class OwnStages {

    private OwnStages() {}

    /** Null for a stage that is the library's. The documents given to it are left as they are. */
    static @Nullable UnaryOperator<List<Document>> of(String name, @Nullable Object specification) {
        if (!(specification instanceof Document given)) {
            return null;
        }
        return switch (name) {
            case "$match" -> {
                FilterMatcher filter = new FilterMatcher(given);
                yield documents -> documents.stream().filter(filter::matches).toList();
            }
            case "$sample" -> documents -> sample(documents, Fields.number(given.get("size"), 0));
            case "$sort" ->
                documents -> documents.stream().sorted(new SortOrder(given)).toList();
            case "$project" -> {
                Document fields = flat(given);
                yield each(document -> project(fields, document));
            }
            case "$addFields" -> {
                Document fields = flat(given);
                yield each(document -> add(fields, document.cloneDeeply(), document));
            }
            case "$replaceRoot" -> each(document -> root(given.get("newRoot"), document));
            default -> null;
        };
    }

    private static UnaryOperator<List<Document>> each(UnaryOperator<Document> change) {
        return documents -> documents.stream().map(change).toList();
    }

    private static List<Document> sample(List<Document> documents, int size) {
        List<Document> shuffled = new ArrayList<>(documents);
        Collections.shuffle(shuffled);
        return shuffled.subList(0, Math.min(size, shuffled.size()));
    }

    private static Document project(Document specification, Document document) {
        boolean includes = specification.entrySet().stream()
                .anyMatch(field -> !isFlag(field.getValue()) || Utils.isTrue(field.getValue()));
        Document result = includes ? new Document() : document.cloneDeeply();
        if (includes && !specification.containsKey("_id")) {
            Utils.copySubdocumentValue(document, result, "_id");
        }
        Document computed = new Document();
        specification.forEach((field, value) -> {
            if (!isFlag(value)) {
                computed.put(field, value);
            } else if (Utils.isTrue(value)) {
                Utils.copySubdocumentValue(document, result, field);
            } else {
                Utils.removeSubdocumentValue(result, field);
            }
        });
        return add(computed, result, document);
    }

    private static Document add(Document specification, Document result, Document document) {
        specification.forEach((field, expression) -> {
            Object value = Expressions.evaluate(expression, document);
            if (value instanceof Missing) {
                Utils.removeSubdocumentValue(result, field);
            } else {
                Utils.changeSubdocumentValue(result, field, value);
            }
        });
        return result;
    }

    private static Document root(@Nullable Object expression, Document document) {
        if (Expressions.evaluate(expression, document) instanceof Document root) {
            return root;
        }
        throw new CommandFailure(
                40228, "Location40228", "'newRoot' expression must evaluate to an object, but does not");
    }

    /** Nested fields by their paths, which mean the same. */
    private static Document flat(Document specification) {
        Document flat = new Document();
        specification.forEach((field, value) -> {
            if (value instanceof Document nested && !nested.isEmpty() && !Expressions.isOperator(nested)) {
                flat(nested).forEach((name, inner) -> flat.put(field + "." + name, inner));
            } else {
                flat.put(field, value);
            }
        });
        return flat;
    }

    /** Groups are the library's, which would evaluate a document that it groups by or accumulates. */
    static void refuseToEvaluateStored(String name, @Nullable Object specification, List<Document> documents) {
        Document group =
                switch (name) {
                    case "$group" -> specification instanceof Document fields ? fields : new Document();
                    case "$sortByCount" -> new Document("_id", specification);
                    default -> new Document();
                };
        group.forEach((field, expression) -> {
            Object argument = field.equals("_id") || !(expression instanceof Document accumulator)
                    ? expression
                    : accumulator.values().iterator().next();
            if (documents.stream().anyMatch(document -> looksLikeAnExpression(argument, document))) {
                throw CommandFailure.unsupported("Grouping by stored names or values that begin with '$'");
            }
        });
    }

    private static boolean looksLikeAnExpression(@Nullable Object argument, Document document) {
        return Expressions.evaluate(argument, document) instanceof Document value
                && value.values().stream()
                        .anyMatch(inner -> (inner instanceof String text && text.startsWith("$"))
                                || (inner instanceof Document nested && Expressions.isOperator(nested)));
    }

    private static boolean isFlag(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }
}
