package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.RefusalReason.ELEMENT_TYPE;
import static io.crossfade.migration.mapping.RefusalReason.NOT_ALLOWED;
import static io.crossfade.migration.mapping.RefusalReason.NOT_INTEGRAL;
import static io.crossfade.migration.mapping.RefusalReason.OUT_OF_RANGE;
import static io.crossfade.migration.mapping.RefusalReason.TOO_LONG;
import static io.crossfade.migration.mapping.RefusalReason.WRONG_TYPE;

import io.crossfade.migration.Column;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** One field's value as its column's value, and back. */
final class ColumnValues {

    private ColumnValues() {}

    static String typeName(BsonValue value) {
        String name = value.getBsonType().name().toLowerCase(Locale.ROOT);
        if (!value.isBinary()) {
            return name;
        }
        int length = value.asBinary().getData().length;
        return name + " of subtype " + (value.asBinary().getType() & 0xFF) + ", " + length + " bytes long";
    }

    static Object fromBson(Column column, BsonValue value) throws RefusedException {
        String name = column.name();
        return switch (column.type()) {
            case REFERENCE -> reference(column, value);
            case TEXT ->
                text(column, require(value, BsonType.STRING, column).asString().getValue());
            case TIMESTAMP ->
                Timestamps.fromMillis(
                        require(value, BsonType.DATE_TIME, column).asDateTime().getValue(), name);
            case INT -> (int) integral(column, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> integral(column, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case BOOLEAN -> require(value, BsonType.BOOLEAN, column).asBoolean().getValue();
            case TEXT_ARRAY ->
                texts(column, require(value, BsonType.ARRAY, column).asArray());
            case JSON -> ExtendedJson.write(value, name, 2);
        };
    }

    static BsonValue toBson(Column column, Object value) throws RefusedException {
        String name = column.name();
        return switch (column.type()) {
            case REFERENCE -> Ids.bson((UUID) value);
            case TEXT -> new BsonString((String) value);
            case TIMESTAMP -> new BsonDateTime(Timestamps.toMillis((Instant) value, name));
            case INT -> new BsonInt32((Integer) value);
            case BIGINT -> new BsonInt64((Long) value);
            case BOOLEAN -> BsonBoolean.valueOf((Boolean) value);
            case TEXT_ARRAY -> {
                BsonArray array = new BsonArray();
                for (Object element : (List<?>) value) {
                    if (!(element instanceof String text)) {
                        throw RefusedException.because(ELEMENT_TYPE, name, "null, or an array of arrays");
                    }
                    array.add(new BsonString(text));
                }
                yield array;
            }
            case JSON -> ExtendedJson.read((String) value, name, 2);
        };
    }

    private static UUID reference(Column column, BsonValue value) throws RefusedException {
        if (!value.isObjectId() && !value.isBinary()) {
            throw wrongType(column, value);
        }
        return Ids.uuid(value, column.name());
    }

    private static String text(Column column, String text) throws RefusedException {
        BsonCheck.text(text, column.name());
        int length = text.codePointCount(0, text.length());
        if (column.maxLength() > 0 && length > column.maxLength()) {
            throw RefusedException.because(
                    TOO_LONG, column.name(), length + " code points, at most " + column.maxLength());
        }
        if (!column.allowed().isEmpty() && !column.allowed().contains(text)) {
            throw RefusedException.because(NOT_ALLOWED, column.name());
        }
        return text;
    }

    private static long integral(Column column, BsonValue value, long least, long most) throws RefusedException {
        BigDecimal exact =
                switch (value.getBsonType()) {
                    case INT32 -> BigDecimal.valueOf(value.asInt32().getValue());
                    case INT64 -> BigDecimal.valueOf(value.asInt64().getValue());
                    case DOUBLE -> exact(column, value.asDouble().getValue());
                    case DECIMAL128 -> exact(column, value.asDecimal128().getValue());
                    default -> throw wrongType(column, value);
                };
        if (exact.signum() != 0 && exact.stripTrailingZeros().scale() > 0) {
            throw RefusedException.because(NOT_INTEGRAL, column.name());
        }
        Long min = column.min();
        Long max = column.max();
        long low = min == null ? least : Math.max(least, min);
        long high = max == null ? most : Math.min(most, max);
        if (exact.compareTo(BigDecimal.valueOf(low)) < 0 || exact.compareTo(BigDecimal.valueOf(high)) > 0) {
            throw RefusedException.because(OUT_OF_RANGE, column.name(), "from " + low + " to " + high);
        }
        return exact.longValue();
    }

    private static BigDecimal exact(Column column, double value) throws RefusedException {
        if (!Double.isFinite(value)) {
            throw RefusedException.because(NOT_INTEGRAL, column.name(), "NaN or infinite");
        }
        return new BigDecimal(value);
    }

    private static BigDecimal exact(Column column, Decimal128 value) throws RefusedException {
        if (!value.isFinite()) {
            throw RefusedException.because(NOT_INTEGRAL, column.name(), "NaN or infinite");
        }
        return BsonCheck.decimal(value, column.name());
    }

    private static List<String> texts(Column column, BsonArray array) throws RefusedException {
        List<String> texts = new ArrayList<>(array.size());
        for (BsonValue element : array) {
            if (!element.isString()) {
                throw RefusedException.because(ELEMENT_TYPE, column.name(), "one is " + typeName(element));
            }
            texts.add(text(column, element.asString().getValue()));
        }
        return List.copyOf(texts);
    }

    private static BsonValue require(BsonValue value, BsonType type, Column column) throws RefusedException {
        if (value.getBsonType() != type) {
            throw wrongType(column, value);
        }
        return value;
    }

    private static RefusedException wrongType(Column column, BsonValue value) {
        return RefusedException.because(
                WRONG_TYPE, column.name(), "it is " + typeName(value) + ", the column is " + column.type());
    }
}
