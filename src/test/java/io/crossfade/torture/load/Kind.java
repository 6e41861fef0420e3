package io.crossfade.torture.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kind of entity: where it lies in the API, what it belongs to, and its fields that the load writes. */
public enum Kind {
    USER("users", null, "email", "name"),
    PLAN("plans", "user_id", "name", "error"),
    SECTION("sections", "plan_id", "title", "content");

    private final String collection;
    private final @Nullable String parentField;
    private final List<String> fields;

    Kind(String collection, @Nullable String parentField, String... fields) {
        this.collection = collection;
        this.parentField = parentField;
        this.fields = List.of(fields);
    }

    /** The kind of the entity or, for a list, of what it lists. */
    public static Kind of(String key) {
        for (Kind kind : values()) {
            if (key.startsWith(kind.collection + "/") && key.indexOf('/') == key.lastIndexOf('/')
                    || key.endsWith("/" + kind.collection)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("No entity and no list lies at " + key);
    }

    public String collection() {
        return collection;
    }

    public @Nullable String parentField() {
        return parentField;
    }

    List<String> fields() {
        return fields;
    }
}
