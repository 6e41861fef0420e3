package io.crossfade.strattio.common;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON value in the one form that reads the same from both stores: keys sorted, as JSONB keeps no order; a whole
 * number as a long where it fits, as a BigInteger else; any other number as a BigDecimal without trailing zeros. A double is all
 * its digits where a long has as many, and else the fewest that denote it. What is larger than any double stays as it was written.
 * Immutable. JSON's null is no value: where it may stand alone, the {@code Json} itself is null.
 */
@JsonDeserialize(using = JsonReading.class)
public final class Json {

    /** Of the largest double, before its point. */
    private static final int MOST_DIGITS = 309;

    private static final double LONGS_END = 0x1p63;

    /** As a row holds it, for JSONB has no sign of a zero. It is a zero all the same. */
    private static final Map<String, String> NEGATIVE_ZERO = Map.of("$numberDouble", "-0.0");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Json EMPTY_OBJECT = new Json(Map.of());
    private static final Json EMPTY_ARRAY = new Json(List.of());

    private final Object value;

    private Json(Object value) {
        this.value = value;
    }

    public static Json emptyObject() {
        return EMPTY_OBJECT;
    }

    public static Json emptyArray() {
        return EMPTY_ARRAY;
    }

    /**
     * Of maps with strings as keys, collections, strings, booleans, numbers, and nulls inside.
     *
     * @throws IllegalArgumentException for any other type, and for a number that is none
     */
    public static Json of(Object value) {
        return new Json(canonical(value));
    }

    /** @throws tools.jackson.core.JacksonException if the text is no JSON; {@link InvalidValue} if it is {@code null} */
    public static Json parse(String text) {
        Json json = MAPPER.readValue(text, Json.class);
        if (json == null) {
            throw new InvalidValue("json", "must not be null");
        }
        return json;
    }

    /** A map, list, string, boolean, Long, BigInteger or BigDecimal; unmodifiable. */
    @JsonValue
    public Object value() {
        return value;
    }

    /** As JSON text. */
    public String text() {
        return MAPPER.writeValueAsString(value);
    }

    private static Object canonical(Object value) {
        return switch (value) {
            case Json json -> json.value;
            case String text -> text;
            case Boolean bool -> bool;
            case Number number -> number(number);
            case Map<?, ?> map -> map(map);
            case Iterable<?> items -> list(items);
            default -> throw new IllegalArgumentException("No JSON value: " + value.getClass());
        };
    }

    private static Object map(Map<?, ?> map) {
        if (map.equals(NEGATIVE_ZERO)) {
            return 0L;
        }
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put((String) key, value == null ? null : canonical(value)));
        return Collections.unmodifiableMap(sorted);
    }

    private static Object list(Iterable<?> items) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object item : items) {
            list.add(item == null ? null : canonical(item));
        }
        return Collections.unmodifiableList(list);
    }

    private static Number number(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        if (number instanceof Double real && Math.abs(real) < LONGS_END && real == real.longValue()) {
            return real.longValue();
        }
        BigDecimal given = number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
        if (isBeyondDoubles(given)) {
            return given;
        }
        BigDecimal decimal = given.stripTrailingZeros();
        if (decimal.scale() > 0) {
            return decimal;
        }
        BigInteger whole = decimal.toBigIntegerExact();
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }

    /**
     * Whether it is larger than any double. Such a number stays as it was written, for its digits may be millions; no write
     * may hold one.
     */
    static boolean isBeyondDoubles(BigDecimal number) {
        return number.signum() != 0 && (long) number.precision() - number.scale() > MOST_DIGITS;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json && json.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
