package io.crossfade.strattio.common;

import com.fasterxml.jackson.annotation.JsonValue;

/** One of a few values, kept and shown by its code, which never changes. */
public interface Coded {

    @JsonValue
    String code();

    /** @throws InvalidValue naming the codes there are, if none is that */
    static <E extends Enum<E> & Coded> E of(Class<E> type, String field, String code) {
        StringBuilder known = new StringBuilder();
        for (E value : type.getEnumConstants()) {
            if (value.code().equals(code)) {
                return value;
            }
            known.append(known.isEmpty() ? "" : ", ").append(value.code());
        }
        throw new InvalidValue(field, "must be one of " + known);
    }
}
