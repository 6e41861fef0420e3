package io.crossfade.migration.mapping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row as both stores are compared by. JSON is text, so two rows of equal content need not be equal records: ask
 * {@link Comparison}.
 *
 * @param values in the order of the mapping's columns; REFERENCE is a UUID, TEXT a String, TIMESTAMP an Instant of
 *     whole milliseconds, INT an Integer, BIGINT a Long, BOOLEAN a Boolean, TEXT_ARRAY a List of Strings, JSON a String
 *     of relaxed Extended JSON v2
 * @param unmapped a JSON object of the fields that no column takes, or null if there are none
 */
public record Row(
        UUID id, List<@Nullable Object> values, @Nullable String unmapped) {

    public Row {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** How much text it holds, in characters: about its size. */
    long length() {
        long length = unmapped == null ? 0 : unmapped.length();
        for (Object value : values) {
            length += switch (value) {
                case String text -> text.length();
                case List<?> texts ->
                    texts.stream()
                            .mapToLong(text -> text instanceof String one ? one.length() : 0)
                            .sum();
                case null -> 0;
                default -> 0;
            };
        }
        return length;
    }

    /** Without the values: they may be personal or secret. */
    @Override
    public String toString() {
        return "Row[" + Ids.text(id) + "]";
    }
}
