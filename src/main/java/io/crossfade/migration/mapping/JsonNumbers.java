package io.crossfade.migration.mapping;

import java.math.BigDecimal;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * BSON's numbers as JSON's. JSONB has one number type and drops an exponent, but keeps how many decimals a number has: so one
 * without any is an int or a long, and a whole double keeps {@code .0} behind all its digits. From 2^63 on no long is meant, and the
 * shortest digits that denote a double are enough.
 */
final class JsonNumbers {

    private static final double LONGS_END = 0x1p63;
    private static final int LARGEST_EXPONENT = 6144;

    private JsonNumbers() {}

    /** Whether the double is written as a bare number: JSON lacks NaN and the infinities, JSONB the sign of a zero. */
    static boolean isBare(double value) {
        return Double.isFinite(value) && !(value == 0 && 1 / value < 0);
    }

    static String text(double bare) {
        return isWholeAsLongs(bare) ? new BigDecimal(bare).setScale(1).toPlainString() : Double.toString(bare);
    }

    private static boolean isWholeAsLongs(double value) {
        return Math.abs(value) < LONGS_END && value == Math.rint(value);
    }

    /** The value of a bare number; null if no type of BSON holds it exactly. */
    static @Nullable BsonNumber read(JsonNode number) {
        if (number.isInt()) {
            return new BsonInt32(number.intValue());
        }
        if (number.isLong()) {
            return new BsonInt64(number.longValue());
        }
        BigDecimal exact = number.decimalValue();
        double nearest = exact.doubleValue();
        if (denotes(exact, nearest)) {
            return new BsonDouble(nearest);
        }
        try {
            return new BsonDecimal128(decimal(exact));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The value of a number that is wrapped with its type. @throws NumberFormatException if the type holds no such value */
    static BsonNumber read(String type, String text) {
        return switch (type) {
            case "$numberInt" -> new BsonInt32(Integer.parseInt(text));
            case "$numberLong" -> new BsonInt64(Long.parseLong(text));
            case "$numberDouble" -> new BsonDouble(real(text));
            case "$numberDecimal" -> new BsonDecimal128(decimal(text));
            default -> throw new NumberFormatException();
        };
    }

    private static double real(String text) {
        double value = Double.parseDouble(text);
        if (Double.isFinite(value) && !denotes(new BigDecimal(text), value)) {
            throw new NumberFormatException();
        }
        return value;
    }

    /** Whether that is how this double is written, by this version or, with an exponent, by an earlier one. */
    private static boolean denotes(BigDecimal number, double value) {
        if (!Double.isFinite(value)) {
            return false;
        }
        boolean inFull = number.scale() > 0 && isWholeAsLongs(value);
        return (inFull ? new BigDecimal(value) : new BigDecimal(Double.toString(value))).compareTo(number) == 0;
    }

    private static Decimal128 decimal(String text) {
        return switch (text) {
            // The driver reads these by lower case in the default locale, and so not at all in Turkish.
            case "Infinity" -> Decimal128.POSITIVE_INFINITY;
            case "-Infinity" -> Decimal128.NEGATIVE_INFINITY;
            case "NaN" -> Decimal128.NaN;
            default -> {
                decimal(new BigDecimal(text));
                yield Decimal128.parse(text);
            }
        };
    }

    /** The driver's own constructor fails with an AssertionError where an exponent is too large only once it has rounded. */
    private static Decimal128 decimal(BigDecimal exact) {
        if (exact.signum() != 0 && (long) exact.precision() - exact.scale() - 1 > LARGEST_EXPONENT) {
            throw new NumberFormatException();
        }
        return new Decimal128(exact);
    }

    /** Of one type and value; an int and a long of one value are written alike. What no type holds is compared by its value. */
    static boolean same(JsonNode one, JsonNode other) {
        if (one.decimalValue().equals(other.decimalValue()) && one.isIntegralNumber() == other.isIntegralNumber()) {
            return true;
        }
        BsonNumber number = read(one);
        BsonNumber otherNumber = read(other);
        if (number == null || otherNumber == null) {
            return number == otherNumber && one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return same(number, otherNumber);
    }

    static boolean same(BsonNumber one, BsonNumber other) {
        boolean whole = one.isInt32() || one.isInt64();
        return whole ? (other.isInt32() || other.isInt64()) && one.longValue() == other.longValue() : one.equals(other);
    }
}
