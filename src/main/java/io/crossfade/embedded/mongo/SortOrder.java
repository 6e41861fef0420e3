package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The order that a sort specification asks for: an array counts as its least element ascending, its greatest descending. */
record SortOrder(Document specification) implements Comparator<Document> {

    private static final Object EMPTY_ARRAY = new BsonOrder.TypeEdge(0, true);

    @Override
    public int compare(Document a, Document b) {
        for (Map.Entry<String, Object> field : specification.entrySet()) {
            boolean ascending = isAscending(field.getValue());
            Object x = valueOf(a, field.getKey(), ascending);
            Object y = valueOf(b, field.getKey(), ascending);
            int result = BsonOrder.ASCENDING.compare(x, y);
            if (result != 0) {
                return ascending ? result : -result;
            }
        }
        return 0;
    }

    static boolean isAscending(@Nullable Object direction) {
        if (direction instanceof Number number) {
            return number.intValue() > 0;
        }
        throw CommandFailure.unsupported("A sort by " + direction);
    }

    private static @Nullable Object valueOf(Document document, String field, boolean ascending) {
        Object value = Utils.getSubdocumentValueCollectionAware(document, field);
        if (!(value instanceof Collection<?> array)) {
            return value;
        }
        if (array.isEmpty()) {
            return EMPTY_ARRAY;
        }
        return ascending ? Collections.min(array, BsonOrder.ASCENDING) : Collections.max(array, BsonOrder.ASCENDING);
    }
}
