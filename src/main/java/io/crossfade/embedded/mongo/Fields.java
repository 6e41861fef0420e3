package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a command's fields, and says which one is missing or of the wrong type. */
final class Fields {

    private Fields() {}

    static String text(Document command, String name) {
        return as(String.class, command, name);
    }

    static Document document(Document command, String name) {
        return as(Document.class, command, name);
    }

    static List<?> array(Document command, String name) {
        return as(List.class, command, name);
    }

    static List<Document> documents(Document command, String name) {
        return array(command, name).stream().map(Document.class::cast).toList();
    }

    private static <T> T as(Class<T> type, Document command, String name) {
        Object value = command.get(name);
        if (value == null) {
            throw new CommandFailure(
                    40414, "Location40414", "BSON field '" + name + "' is missing but a required field");
        }
        if (!type.isInstance(value)) {
            throw wrongType(name, value);
        }
        return type.cast(value);
    }

    /** Drivers send a number as any of BSON's number types. */
    static int number(@Nullable Object value, int otherwise) {
        return Math.toIntExact(longNumber(value, otherwise));
    }

    static long longNumber(@Nullable Object value, long otherwise) {
        return switch (value) {
            case null -> otherwise;
            case Number number -> number.longValue();
            default -> throw wrongType("number", value);
        };
    }

    private static CommandFailure wrongType(String name, Object value) {
        return new CommandFailure(
                14,
                "TypeMismatch",
                "BSON field '" + name + "' is the wrong type '"
                        + value.getClass().getSimpleName() + "'");
    }
}
