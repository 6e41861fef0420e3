package io.crossfade.strattio.common;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a row as {@link MongoFields} reads its document: what is missing is the default, anything else is an {@link UnreadableDocument}. */
public final class PostgresFields {

    private final String unit;
    private final String kind;
    private final Id id;

    private PostgresFields(String unit, String kind, Id id) {
        this.unit = unit;
        this.kind = kind;
        this.id = id;
    }

    /** @param kind one row, as people call it: "user" */
    public static PostgresFields of(String unit, String kind, @Nullable UUID id) {
        return new PostgresFields(unit, kind, Id.of(Objects.requireNonNull(id)));
    }

    public Id id() {
        return id;
    }

    public <V> V required(String field, @Nullable V value) {
        if (value == null) {
            throw unreadable(field);
        }
        return value;
    }

    public Id reference(String field, @Nullable UUID value) {
        return Id.of(required(field, value));
    }

    public <E> E coded(String field, @Nullable String code, E orElse, Function<String, E> of) {
        try {
            return code == null ? orElse : of.apply(code);
        } catch (InvalidValue e) {
            throw unreadable(field);
        }
    }

    public Json json(String field, @Nullable Json value) {
        return required(field, optionalJson(field, value));
    }

    public Json json(String field, @Nullable Json value, Json orElse) {
        return Objects.requireNonNullElse(optionalJson(field, value), orElse);
    }

    public @Nullable Json optionalJson(String field, @Nullable Json value) {
        if (PostgresJson.UNREADABLE.equals(value)) {
            throw unreadable(field);
        }
        return value;
    }

    private UnreadableDocument unreadable(String field) {
        return UnreadableDocument.of(new Unreadable(unit, id.text(), field), kind);
    }
}
