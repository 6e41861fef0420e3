package io.crossfade.strattio.common;

import org.jspecify.annotations.Nullable;

/** A field of what is stored holds no value that it can have. Never holds the value. */
public final class UnreadableField extends RuntimeException {

    private final String field;

    public UnreadableField(String field) {
        super("The field '" + field + "' holds no value of its kind");
        this.field = field;
    }

    /** @throws UnreadableField if there is no value */
    public static <V> V required(String field, @Nullable V value) {
        if (value == null) {
            throw new UnreadableField(field);
        }
        return value;
    }

    public String field() {
        return field;
    }
}
