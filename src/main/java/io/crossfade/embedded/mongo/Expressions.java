package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.Expression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.BsonBinaryWriter;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates an aggregation's expressions, each once. The library evaluates a document that it found a second time, so that
 * what is stored would be taken for an expression.
 */
final class Expressions {

    private Expressions() {}

    /** {@link Missing} for what is not there. */
    static @Nullable Object evaluate(@Nullable Object expression, Document document) {
        if (expression instanceof String text) {
            return text.startsWith("$") ? found(text, document) : text;
        }
        if (expression instanceof Collection<?> array) {
            return array(array, document);
        }
        if (expression instanceof Document fields) {
            return isOperator(fields) ? operator(fields, document) : fields(fields, document);
        }
        return expression;
    }

    private static @Nullable Object found(String path, Document document) {
        if (path.equals("$$ROOT") || path.equals("$$CURRENT")) {
            return document;
        }
        if (path.equals("$$REMOVE")) {
            return Missing.getInstance();
        }
        return path.startsWith("$$")
                ? byTheLibrary(path, document)
                : Utils.getSubdocumentValueCollectionAware(document, path.substring(1));
    }

    static boolean isOperator(Document expression) {
        return !expression.isEmpty() && expression.keySet().iterator().next().startsWith("$");
    }

    private static List<@Nullable Object> array(Collection<?> array, Document document) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object element : array) {
            Object value = evaluate(element, document);
            values.add(value instanceof Missing ? null : value);
        }
        return values;
    }

    private static Document fields(Document fields, Document document) {
        Document values = new Document();
        fields.forEach((name, expression) -> {
            Object value = evaluate(expression, document);
            if (!(value instanceof Missing)) {
                values.put(name, value);
            }
        });
        return values;
    }

    private static @Nullable Object operator(Document operator, Document document) {
        if (operator.size() == 1 && operator.containsKey("$literal")) {
            return operator.get("$literal");
        }
        if (operator.size() == 1 && operator.containsKey("$bsonSize")) {
            return size(evaluate(operator.get("$bsonSize"), document));
        }
        return byTheLibrary(operator, document);
    }

    private static @Nullable Object size(@Nullable Object value) {
        if (value == null || value instanceof Missing) {
            return null;
        }
        if (!(value instanceof Document document)) {
            throw new CommandFailure(31393, "Location31393", "$bsonSize requires a document input");
        }
        BasicOutputBuffer bytes = new BasicOutputBuffer();
        BsonWire.writeDocument(new BsonBinaryWriter(bytes), document);
        return bytes.getSize();
    }

    /** In an array of one, whose elements the library does not evaluate once more. It adds its variables to the document. */
    private static @Nullable Object byTheLibrary(Object expression, Document document) {
        Document inAnArray = new Document("$map", new Document("input", List.of(1)).append("in", expression));
        Document visible = new Document();
        visible.putAll(document);
        return Expression.evaluateDocument(inAnArray, visible) instanceof List<?> values ? values.getFirst() : null;
    }
}
