package io.crossfade.migration.mapping;

import static io.crossfade.migration.mapping.BsonBytes.int32;
import static io.crossfade.migration.mapping.BsonBytes.int64;

import io.crossfade.migration.Column;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** One column's values from BSON's bytes as COPY's bytes. */
final class BinaryColumn {

    static final int JSONB_VERSION = 1;

    private static final long POSTGRES_EPOCH_MILLIS = 946_684_800_000L;
    private static final int TEXT_OID = 25;

    private final Column column;
    private final String name;
    private final byte[][] allowed;
    private @Nullable CopyBuffer jsonOut;
    private @Nullable RelaxedJson json;

    BinaryColumn(Column column) {
        this.column = column;
        name = column.name();
        allowed = column.allowed().stream()
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** As {@code format_type} names it. */
    static String typeName(Column.Type type) {
        return switch (type) {
            case REFERENCE -> "uuid";
            case TEXT -> "text";
            case TIMESTAMP -> "timestamp with time zone";
            case INT -> "integer";
            case BIGINT -> "bigint";
            case BOOLEAN -> "boolean";
            case TEXT_ARRAY -> "text[]";
            case JSON -> "jsonb";
        };
    }

    /** Writes the value, which is there and not null. @return true */
    boolean value(byte[] bytes, int type, int at, int limit, CopyBuffer out) throws RefusedException {
        int end = BsonBytes.end(bytes, type, at, limit);
        switch (column.type()) {
            case REFERENCE -> {
                if (type != BsonBytes.OBJECT_ID && type != BsonBytes.BINARY) {
                    throw wrongType();
                }
                if (!BinaryIds.isId(bytes, type, at)) {
                    throw RefusedException.because(RefusalReason.ID_TYPE, name);
                }
                BinaryIds.field(bytes, type, at, name, out);
            }
            case TEXT -> {
                require(type, BsonBytes.STRING);
                text(bytes, at + 4, end - 1, out);
            }
            case TIMESTAMP -> {
                require(type, BsonBytes.DATE_TIME);
                long millis = int64(bytes, at);
                Timestamps.fromMillis(millis, name);
                timestamp(millis, out);
            }
            case INT -> int4((int) integral(bytes, type, at, Integer.MIN_VALUE, Integer.MAX_VALUE), out);
            case BIGINT -> int8(integral(bytes, type, at, Long.MIN_VALUE, Long.MAX_VALUE), out);
            case BOOLEAN -> {
                require(type, BsonBytes.BOOLEAN);
                if (bytes[at] != 0 && bytes[at] != 1) {
                    throw BsonBytes.malformed();
                }
                bool(bytes[at], out);
            }
            case TEXT_ARRAY -> {
                require(type, BsonBytes.ARRAY);
                texts(bytes, at, end, out);
            }
            case JSON -> {
                int begin = out.beginField();
                out.int8(JSONB_VERSION);
                RelaxedJson writer = json(out);
                writer.of(bytes, name);
                writer.value(type, at, limit, 2);
                out.endField(begin);
            }
        }
        return true;
    }

    /** Writes what a missing value becomes. @return false, with nothing written, if that is nothing */
    boolean orElse(byte[] bytes, int idType, int idStart, CopyBuffer out) throws RefusedException {
        switch (column.orElse()) {
            case null -> {
                return false;
            }
            case Column.Origin.Of ignored -> {
                return false;
            }
            case Column.Origin.IdTime ignored -> {
                if (idType != BsonBytes.OBJECT_ID) {
                    return false;
                }
                timestamp(1_000 * BinaryIds.seconds(bytes, idStart), out);
            }
            case Boolean bool -> bool(Boolean.TRUE.equals(bool) ? 1 : 0, out);
            case Instant instant -> timestamp(instant.toEpochMilli(), out);
            case Number number -> {
                if (column.type() == Column.Type.BIGINT) {
                    int8(number.longValue(), out);
                } else {
                    int4(number.intValue(), out);
                }
            }
            case List<?> list -> {
                int begin = beginArray(list.size(), out);
                for (Object element : list) {
                    plain(element.toString(), out);
                }
                out.endField(begin);
            }
            default -> {
                if (column.type() == Column.Type.JSON) {
                    int begin = out.beginField();
                    out.int8(JSONB_VERSION);
                    byte[] given = column.orElse().toString().getBytes(StandardCharsets.UTF_8);
                    out.bytes(given, 0, given.length);
                    out.endField(begin);
                } else {
                    plain(column.orElse().toString(), out);
                }
            }
        }
        return true;
    }

    private RelaxedJson json(CopyBuffer out) {
        RelaxedJson writer = json;
        if (writer == null || jsonOut != out) {
            writer = new RelaxedJson(out);
            json = writer;
            jsonOut = out;
        }
        return writer;
    }

    private void text(byte[] bytes, int from, int to, CopyBuffer out) throws RefusedException {
        int length = Utf8.codePoints(bytes, from, to, name);
        if (column.maxLength() > 0 && length > column.maxLength()) {
            throw RefusedException.because(RefusalReason.TOO_LONG, name);
        }
        if (allowed.length > 0
                && Arrays.stream(allowed).noneMatch(one -> Arrays.equals(one, 0, one.length, bytes, from, to))) {
            throw RefusedException.because(RefusalReason.NOT_ALLOWED, name);
        }
        out.int32(to - from);
        out.bytes(bytes, from, to - from);
    }

    private static void plain(String text, CopyBuffer out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.int32(bytes.length);
        out.bytes(bytes, 0, bytes.length);
    }

    private void texts(byte[] bytes, int at, int end, CopyBuffer out) throws RefusedException {
        int last = end - 1;
        int count = 0;
        int position = at + 4;
        while (position < last) {
            int value = BsonBytes.indexEnd(bytes, position + 1, last, count) + 1;
            if (bytes[position] != BsonBytes.STRING) {
                throw RefusedException.because(RefusalReason.ELEMENT_TYPE, name);
            }
            position = BsonBytes.stringEnd(bytes, value, last);
            count++;
        }
        if (position != last || bytes[last] != 0) {
            throw BsonBytes.malformed();
        }
        int begin = beginArray(count, out);
        position = at + 4;
        while (position < last) {
            int value = BsonBytes.cstringEnd(bytes, position + 1, last) + 1;
            position = BsonBytes.stringEnd(bytes, value, last);
            text(bytes, value + 4, position - 1, out);
        }
        out.endField(begin);
    }

    /** One dimension, counted from 1; none for an empty array. */
    private static int beginArray(int count, CopyBuffer out) {
        int begin = out.beginField();
        out.int32(count == 0 ? 0 : 1);
        out.int32(0);
        out.int32(TEXT_OID);
        if (count > 0) {
            out.int32(count);
            out.int32(1);
        }
        return begin;
    }

    private long integral(byte[] bytes, int type, int at, long least, long most) throws RefusedException {
        long value =
                switch (type) {
                    case BsonBytes.INT32 -> int32(bytes, at);
                    case BsonBytes.INT64 -> int64(bytes, at);
                    case BsonBytes.DOUBLE -> integral(Double.longBitsToDouble(int64(bytes, at)));
                    case BsonBytes.DECIMAL128 ->
                        integral(Decimal128.fromIEEE754BIDEncoding(int64(bytes, at + 8), int64(bytes, at)));
                    default -> throw wrongType();
                };
        Long min = column.min();
        Long max = column.max();
        if (value < least || value > most || (min != null && value < min) || (max != null && value > max)) {
            throw outOfRange();
        }
        return value;
    }

    private long integral(double value) throws RefusedException {
        if (!Double.isFinite(value) || value != Math.rint(value)) {
            throw RefusedException.because(RefusalReason.NOT_INTEGRAL, name);
        }
        if (value < -0x1p63 || value >= 0x1p63) {
            throw outOfRange();
        }
        return (long) value;
    }

    private long integral(Decimal128 value) throws RefusedException {
        if (!value.isFinite()) {
            throw RefusedException.because(RefusalReason.NOT_INTEGRAL, name);
        }
        BigDecimal exact = BsonCheck.decimal(value, name);
        if (exact.signum() == 0) {
            return 0;
        }
        if (exact.stripTrailingZeros().scale() > 0) {
            throw RefusedException.because(RefusalReason.NOT_INTEGRAL, name);
        }
        if (exact.precision() - exact.scale() > 20) {
            throw outOfRange();
        }
        try {
            return exact.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw outOfRange();
        }
    }

    private static void int4(int value, CopyBuffer out) {
        out.int32(4);
        out.int32(value);
    }

    private static void int8(long value, CopyBuffer out) {
        out.int32(8);
        out.int64(value);
    }

    private static void bool(int value, CopyBuffer out) {
        out.int32(1);
        out.int8(value);
    }

    /** Microseconds since 2000; each instant that the column holds has so many. */
    private static void timestamp(long millis, CopyBuffer out) {
        int8((millis - POSTGRES_EPOCH_MILLIS) * 1_000, out);
    }

    private void require(int type, int wanted) throws RefusedException {
        if (type != wanted) {
            throw wrongType();
        }
    }

    private RefusedException outOfRange() {
        return RefusedException.because(RefusalReason.OUT_OF_RANGE, name);
    }

    private RefusedException wrongType() {
        return RefusedException.because(RefusalReason.WRONG_TYPE, name);
    }
}
