package io.crossfade.migration;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One field of a document and the column that takes it. It is named once; {@link #inField} where the two differ.
 *
 * @param field the document's top-level field
 * @param name the column
 * @param maxLength for {@link Type#TEXT}: most code points, 0 for no limit
 * @param min for {@link Type#INT}: smallest value, or null
 * @param max for {@link Type#INT}: largest value, or null
 * @param required whether the column is NOT NULL
 * @param orElse what a missing or null field becomes: a value of the column's Java type, an {@link Origin}, or null
 * @param allowed the values of the column's CHECK; empty for any
 * @param references the unit whose id it holds, or null
 * @param secret whether its value must never reach a log, report, metric or error
 * @param formerly names that the field once had
 */
public record Column(
        String field,
        String name,
        Type type,
        int maxLength,
        @Nullable Long min,
        @Nullable Long max,
        boolean required,
        @Nullable Object orElse,
        List<String> allowed,
        @Nullable String references,
        boolean secret,
        List<String> formerly) {

    /** The kinds of column; what each takes and refuses stands in the design's mapping table. */
    public enum Type {
        REFERENCE,
        TEXT,
        TIMESTAMP,
        INT,
        BIGINT,
        BOOLEAN,
        TEXT_ARRAY,
        JSON
    }

    /** A default that is taken from the document itself. */
    public sealed interface Origin {
        /** The instant inside the ObjectId; a UUID id has none, and the column is then missing. */
        record IdTime() implements Origin {}

        /** The value of another column. */
        record Of(String column) implements Origin {}
    }

    /** An id of another unit: an ObjectId or UUID there, a UUID with a foreign key here. */
    public static Column reference(String name, String unit) {
        return new Column(name, name, Type.REFERENCE, 0, null, null, false, null, List.of(), unit, false, List.of());
    }

    /** Text of at most that many code points; 0 for no limit. */
    public static Column text(String name, int maxLength) {
        return new Column(name, name, Type.TEXT, maxLength, null, null, false, null, List.of(), null, false, List.of());
    }

    public static Column timestamp(String name) {
        return of(name, Type.TIMESTAMP);
    }

    public static Column integer(String name) {
        return of(name, Type.INT);
    }

    public static Column bigint(String name) {
        return of(name, Type.BIGINT);
    }

    public static Column bool(String name) {
        return of(name, Type.BOOLEAN);
    }

    public static Column texts(String name) {
        return of(name, Type.TEXT_ARRAY);
    }

    /** Any value, as relaxed Extended JSON. */
    public static Column json(String name) {
        return of(name, Type.JSON);
    }

    private static Column of(String name, Type type) {
        return new Column(name, name, type, 0, null, null, false, null, List.of(), null, false, List.of());
    }

    /** The document's field, where it has another name than the column. */
    public Column inField(String other) {
        return new Column(
                other, name, type, maxLength, min, max, required, orElse, allowed, references, secret, formerly);
    }

    public Column asRequired() {
        return new Column(field, name, type, maxLength, min, max, true, orElse, allowed, references, secret, formerly);
    }

    public Column orElse(Object value) {
        return new Column(
                field, name, type, maxLength, min, max, required, value, allowed, references, secret, formerly);
    }

    public Column oneOf(String... values) {
        return new Column(
                field,
                name,
                type,
                maxLength,
                min,
                max,
                required,
                orElse,
                List.of(values),
                references,
                secret,
                formerly);
    }

    public Column between(long least, long most) {
        return new Column(
                field, name, type, maxLength, least, most, required, orElse, allowed, references, secret, formerly);
    }

    public Column asSecret() {
        return new Column(
                field, name, type, maxLength, min, max, required, orElse, allowed, references, true, formerly);
    }

    /**
     * A field that once had that name: a document has either, or both with the same value. It is written under its present name
     * only. Not for a field by which documents are found: a reference, or part of a unique constraint.
     */
    public Column formerly(String... names) {
        return new Column(
                field, name, type, maxLength, min, max, required, orElse, allowed, references, secret, List.of(names));
    }

    /** All names of the field, the present one first. */
    public List<String> fields() {
        return Stream.concat(Stream.of(field), formerly.stream()).toList();
    }
}
