package io.crossfade.embedded.mongo;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long a value is as BSON, in bytes; close enough to keep a batch within a message. */
final class BsonSize {

    private static final int TYPE_AND_TERMINATORS = 2;

    private BsonSize() {}

    static long of(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            case String string -> 5L + string.getBytes(StandardCharsets.UTF_8).length;
            case Map<?, ?> document -> {
                long size = 5;
                for (Map.Entry<?, ?> field : document.entrySet()) {
                    size += TYPE_AND_TERMINATORS + ((String) field.getKey()).length() + of(field.getValue());
                }
                yield size;
            }
            case Collection<?> array -> {
                long size = 5;
                int index = 0;
                for (Object element : array) {
                    size += TYPE_AND_TERMINATORS + Integer.toString(index++).length() + of(element);
                }
                yield size;
            }
            case Integer number -> 4;
            case Boolean bool -> 1;
            case Number number -> number instanceof de.bwaldvogel.mongo.bson.Decimal128 ? 16 : 8;
            case de.bwaldvogel.mongo.bson.ObjectId id -> 12;
            default -> BinaryValue.isBinary(value) ? 5L + BinaryValue.of(value).data().length : 8;
        };
    }
}
