package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonSymbol;
import org.bson.BsonUndefined;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB's order of values, across types and within each. Arrays are compared element by element: what an array means
 * to a sort or an index (its least or greatest element) is decided before a value comes here.
 */
final class BsonOrder implements Comparator<@Nullable Object> {

    static final BsonOrder ASCENDING = new BsonOrder();

    /** A value below or above all values of one type, for the bounds of a range. */
    record TypeEdge(int type, boolean above) {}

    private BsonOrder() {}

    @Override
    public int compare(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return 0;
        }
        int type = typeOf(a);
        int byType = Integer.compare(type, typeOf(b));
        if (byType != 0 || a == null || b == null) {
            return byType;
        }
        if (a instanceof TypeEdge || b instanceof TypeEdge) {
            return Integer.compare(edgeOf(a), edgeOf(b));
        }
        return switch (a) {
            case Number number -> compareNumbers(number, (Number) b);
            case Map<?, ?> document -> compareDocuments(document, (Map<?, ?>) b);
            case Collection<?> array -> compareArrays(array, (Collection<?>) b);
            case ObjectId id -> Arrays.compareUnsigned(id.toByteArray(), ((ObjectId) b).toByteArray());
            case Boolean bool -> Boolean.compare(bool, (Boolean) b);
            case Instant date -> date.compareTo((Instant) b);
            case BsonTimestamp timestamp -> timestamp.compareTo((BsonTimestamp) b);
            case BsonRegularExpression regex -> compareRegex(regex, (BsonRegularExpression) b);
            case BsonJavaScript script -> compareStrings(script.getCode(), ((BsonJavaScript) b).getCode());
            case Missing missing -> 0;
            case BsonUndefined undefined -> 0;
            case MinKey minKey -> 0;
            case MaxKey maxKey -> 0;
            default -> compareOthers(type, a, b);
        };
    }

    private static int compareOthers(int type, Object a, Object b) {
        return switch (type) {
            case 15 -> compareStrings(stringOf(a), stringOf(b));
            case 30 -> BinaryValue.of(a).compareTo(BinaryValue.of(b));
            default -> compareStrings(a.toString(), b.toString());
        };
    }

    /** MongoDB's canonical type: values of one canonical type are compared by value, others by this number. */
    static int typeOf(@Nullable Object value) {
        return switch (value) {
            case null -> 5;
            case TypeEdge edge -> edge.type();
            case Missing missing -> 5;
            case BsonUndefined undefined -> 0;
            case MinKey minKey -> -1;
            case Number number -> 10;
            case String string -> 15;
            case BsonSymbol symbol -> 15;
            case Map<?, ?> document -> 20;
            case Collection<?> array -> 25;
            case ObjectId id -> 35;
            case Boolean bool -> 40;
            case Instant date -> 45;
            case BsonTimestamp timestamp -> 47;
            case BsonRegularExpression regex -> 50;
            case BsonJavaScript script -> 60;
            case BsonJavaScriptWithScope script -> 65;
            case MaxKey maxKey -> 127;
            default -> BinaryValue.isBinary(value) ? 30 : 55;
        };
    }

    private static int edgeOf(Object value) {
        return value instanceof TypeEdge edge ? (edge.above() ? 1 : -1) : 0;
    }

    private static String stringOf(Object value) {
        return value instanceof BsonSymbol symbol ? symbol.getSymbol() : (String) value;
    }

    /** By Unicode code point, as MongoDB compares the UTF-8 bytes; Java's own order differs above U+FFFF. */
    static int compareStrings(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean oneIsSurrogate = Character.isSurrogate(x) != Character.isSurrogate(y);
                return oneIsSurrogate && x >= 0xD800 && y >= 0xD800
                        ? Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y))
                        : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int compareNumbers(Number a, Number b) {
        if (isIntegral(a) && isIntegral(b)) {
            return Long.compare(a.longValue(), b.longValue());
        }
        double x = a.doubleValue();
        double y = b.doubleValue();
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Boolean.compare(Double.isNaN(y), Double.isNaN(x));
        }
        if (isInfinite(a) || isInfinite(b)) {
            return Double.compare(isInfinite(a) ? x : 0, isInfinite(b) ? y : 0);
        }
        return exact(a).compareTo(exact(b));
    }

    private static boolean isIntegral(Number number) {
        return number instanceof Integer || number instanceof Long;
    }

    private static boolean isInfinite(Number number) {
        return number instanceof Decimal128 decimal
                ? toBson(decimal).isInfinite()
                : number instanceof Double && Double.isInfinite(number.doubleValue());
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof Decimal128 decimal) {
            org.bson.types.Decimal128 value = toBson(decimal);
            return org.bson.types.Decimal128.NEGATIVE_ZERO.equals(value) ? BigDecimal.ZERO : decimal.toBigDecimal();
        }
        return isIntegral(number) ? BigDecimal.valueOf(number.longValue()) : new BigDecimal(number.doubleValue());
    }

    private static org.bson.types.Decimal128 toBson(Decimal128 decimal) {
        return org.bson.types.Decimal128.fromIEEE754BIDEncoding(decimal.getHigh(), decimal.getLow());
    }

    private int compareDocuments(Map<?, ?> a, Map<?, ?> b) {
        Iterator<? extends Map.Entry<?, ?>> left = a.entrySet().iterator();
        Iterator<? extends Map.Entry<?, ?>> right = b.entrySet().iterator();
        while (left.hasNext() && right.hasNext()) {
            Map.Entry<?, ?> x = left.next();
            Map.Entry<?, ?> y = right.next();
            int result = Integer.compare(typeOf(x.getValue()), typeOf(y.getValue()));
            result = result != 0 ? result : compareStrings((String) x.getKey(), (String) y.getKey());
            result = result != 0 ? result : compare(x.getValue(), y.getValue());
            if (result != 0) {
                return result;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private int compareArrays(Collection<?> a, Collection<?> b) {
        Iterator<?> left = a.iterator();
        Iterator<?> right = b.iterator();
        while (left.hasNext() && right.hasNext()) {
            int result = compare(left.next(), right.next());
            if (result != 0) {
                return result;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private static int compareRegex(BsonRegularExpression a, BsonRegularExpression b) {
        int byPattern = compareStrings(a.getPattern(), b.getPattern());
        return byPattern != 0
                ? byPattern
                : compareStrings(String.valueOf(a.getOptions()), String.valueOf(b.getOptions()));
    }
}
