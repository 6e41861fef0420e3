package io.crossfade.strattio.common;

import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;
import org.hibernate.type.format.jackson.Jackson3JsonFormatMapper;
import org.jspecify.annotations.Nullable;

/**
 * How Hibernate reads JSONB. A value that cannot be read, as a number of thousands of digits, does not end the query, with all its
 * other rows: it becomes {@link #UNREADABLE}.
 */
public final class PostgresJson implements FormatMapper {

    /** Nothing that JSONB can hold: it has no U+0000. */
    static final Json UNREADABLE = Json.of("\u0000unreadable");

    /** What a column holds. @throws UnreadableField if that is {@link #UNREADABLE} */
    public static @Nullable Json stored(String field, @Nullable Json value) {
        if (UNREADABLE.equals(value)) {
            throw new UnreadableField(field);
        }
        return value;
    }

    private final FormatMapper mapper = new Jackson3JsonFormatMapper();

    @Override
    public <T> @Nullable T fromString(CharSequence text, JavaType<T> type, WrapperOptions options) {
        try {
            return mapper.fromString(text, type, options);
        } catch (RuntimeException unreadable) {
            if (type.getJavaTypeClass() == Json.class) {
                return type.getJavaTypeClass().cast(UNREADABLE);
            }
            throw unreadable;
        }
    }

    @Override
    public <T> String toString(T value, JavaType<T> type, WrapperOptions options) {
        return mapper.toString(value, type, options);
    }
}
