package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import org.bson.BsonUndefined;
import org.jspecify.annotations.Nullable;

/** What MongoDB takes for no {@code _id}, by insert with one code and by an upsert with another. */
final class IdRules {

    private IdRules() {}

    static void check(Document document, boolean upserted) {
        Object id = document.get("_id");
        String refused = refusedType(id);
        if (refused != null) {
            throw upserted
                    ? new CommandFailure(53, "InvalidIdField", "The '_id' value cannot be of type " + refused)
                    : CommandFailure.badValue("can't use a " + refused + " for _id");
        }
        checkNames(id);
    }

    private static @Nullable String refusedType(@Nullable Object id) {
        return switch (id) {
            case null -> null;
            case BsonRegularExpression regex -> "regex";
            case BsonUndefined undefined -> "undefined";
            case Collection<?> array -> "array";
            default -> null;
        };
    }

    /** The names of a DBRef are allowed, at its beginning; names further down are not looked at. */
    private static void checkNames(@Nullable Object id) {
        if (!(id instanceof Document document)) {
            return;
        }
        List<String> names = List.copyOf(document.keySet());
        int allowed = 0;
        if (document.get("$ref") instanceof String
                && names.size() > 1
                && names.subList(0, 2).equals(List.of("$ref", "$id"))) {
            allowed = names.size() > 2 && names.get(2).equals("$db") && document.get("$db") instanceof String ? 3 : 2;
        }
        names.stream()
                .skip(allowed)
                .filter(name -> name.startsWith("$"))
                .findFirst()
                .ifPresent(name -> {
                    throw new CommandFailure(
                            52,
                            "DollarPrefixedFieldName",
                            "_id fields may not contain '$'-prefixed fields: " + name + " is not valid for storage.");
                });
    }
}
