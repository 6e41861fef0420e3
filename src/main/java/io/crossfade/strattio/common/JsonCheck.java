package io.crossfade.strattio.common;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON value may hold so that a document and a JSONB column both keep it exactly: no U+0000; no key that begins
 * with {@code $}, which Extended JSON would take for a type; only numbers that a long or a double holds; bounded depth.
 */
record JsonCheck(String field) {

    private static final int DEEPEST = 80;

    /** More than the smallest double has. */
    private static final int MOST_DECIMALS = 400;

    /** About how many bytes the value takes. */
    long bytes(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new InvalidValue(field, "must not be nested deeper than " + DEEPEST + " levels");
        }
        return switch (value) {
            case String text -> 8 + Check.characters(field, text);
            case Map<?, ?> map -> map(map, depth);
            case List<?> list -> list(list, depth);
            case Long number -> 16;
            case BigInteger whole -> number(new BigDecimal(whole));
            case BigDecimal decimal -> number(decimal);
            case null -> 8;
            default -> 8;
        };
    }

    private long map(Map<?, ?> map, int depth) {
        long bytes = 8;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = (String) entry.getKey();
            if (key.startsWith("$")) {
                throw new InvalidValue(field, "must not hold a key that begins with $");
            }
            bytes += 8 + Check.characters(field, key) + bytes(entry.getValue(), depth + 1);
        }
        return bytes;
    }

    private long list(List<?> list, int depth) {
        long bytes = 8;
        for (Object item : list) {
            bytes += 8 + bytes(item, depth + 1);
        }
        return bytes;
    }

    private long number(BigDecimal exact) {
        if (Json.isBeyondDoubles(exact)
                || exact.scale() > MOST_DECIMALS
                || Double.isInfinite(exact.doubleValue())
                || BigDecimal.valueOf(exact.doubleValue()).compareTo(exact) != 0) {
            throw new InvalidValue(field, "must not hold a number that needs more digits than a double has");
        }
        return 16;
    }
}
