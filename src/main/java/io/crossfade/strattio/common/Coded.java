package io.crossfade.strattio.common;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One of a few values; an enum. Kept and shown by its name in lower case, which never changes. */
public interface Coded {

    String name();

    @JsonValue
    default String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidValue naming the codes there are, if none is that */
    static <E extends Coded> E of(Class<E> type, String field, String code) {
        return Stream.of(type.getEnumConstants())
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new InvalidValue(
                        field,
                        "must be one of "
                                + Stream.of(type.getEnumConstants())
                                        .map(Coded::code)
                                        .collect(Collectors.joining(", "))));
    }

    /** What is stored; null if nothing is. @throws UnreadableField if none has that code */
    static <E extends Coded> @Nullable E stored(Class<E> type, String field, @Nullable String code) {
        try {
            return code == null ? null : of(type, field, code);
        } catch (InvalidValue unknown) {
            throw new UnreadableField(field);
        }
    }
}
