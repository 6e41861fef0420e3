package io.crossfade.migration.mapping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** BSON as it lies in memory: the codes of its types, its numbers, and where a value ends. */
final class BsonBytes {

    static final int DOUBLE = 0x01;
    static final int STRING = 0x02;
    static final int DOCUMENT = 0x03;
    static final int ARRAY = 0x04;
    static final int BINARY = 0x05;
    static final int UNDEFINED = 0x06;
    static final int OBJECT_ID = 0x07;
    static final int BOOLEAN = 0x08;
    static final int DATE_TIME = 0x09;
    static final int NULL = 0x0A;
    static final int REGULAR_EXPRESSION = 0x0B;
    static final int DB_POINTER = 0x0C;
    static final int JAVASCRIPT = 0x0D;
    static final int SYMBOL = 0x0E;
    static final int JAVASCRIPT_WITH_SCOPE = 0x0F;
    static final int INT32 = 0x10;
    static final int TIMESTAMP = 0x11;
    static final int INT64 = 0x12;
    static final int DECIMAL128 = 0x13;
    static final int MIN_KEY = 0xFF;
    static final int MAX_KEY = 0x7F;

    static final int OBJECT_ID_LENGTH = 12;
    static final int LEAST_DOCUMENT = 5;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private BsonBytes() {}

    static int int32(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long int64(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static RefusedException malformed() {
        return RefusedException.because(RefusalReason.MALFORMED);
    }

    /** @return where the value ends; what lies within a document or array is not looked at */
    static int end(byte[] bytes, int type, int at, int limit) throws RefusedException {
        return switch (type) {
            case NULL, UNDEFINED, MIN_KEY, MAX_KEY -> at;
            case BOOLEAN -> within(at, 1, limit);
            case INT32 -> within(at, 4, limit);
            case DOUBLE, DATE_TIME, TIMESTAMP, INT64 -> within(at, 8, limit);
            case OBJECT_ID -> within(at, OBJECT_ID_LENGTH, limit);
            case DECIMAL128 -> within(at, 16, limit);
            case STRING, JAVASCRIPT, SYMBOL -> stringEnd(bytes, at, limit);
            case DB_POINTER -> within(stringEnd(bytes, at, limit), OBJECT_ID_LENGTH, limit);
            case BINARY -> {
                within(at, 5, limit);
                yield within(at + 5, int32(bytes, at), limit);
            }
            case REGULAR_EXPRESSION -> cstringEnd(bytes, cstringEnd(bytes, at, limit) + 1, limit) + 1;
            case DOCUMENT, ARRAY, JAVASCRIPT_WITH_SCOPE -> {
                within(at, LEAST_DOCUMENT, limit);
                int length = int32(bytes, at);
                if (length < LEAST_DOCUMENT) {
                    throw malformed();
                }
                yield within(at, length, limit);
            }
            default -> throw malformed();
        };
    }

    /** @return where the text's terminating zero stands */
    static int cstringEnd(byte[] bytes, int at, int limit) throws RefusedException {
        for (int i = at; i < limit; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        throw malformed();
    }

    /**
     * As an element's name, which nobody reads, but which every driver writes.
     *
     * @return where its terminating zero stands
     */
    static int indexEnd(byte[] bytes, int at, int limit, int index) throws RefusedException {
        int end = cstringEnd(bytes, at, limit);
        int rest = index;
        int i = end;
        do {
            if (--i < at || bytes[i] != '0' + rest % 10) {
                throw malformed();
            }
            rest /= 10;
        } while (rest > 0);
        if (i != at) {
            throw malformed();
        }
        return end;
    }

    /** @return where a string's value ends, its terminating zero included */
    static int stringEnd(byte[] bytes, int at, int limit) throws RefusedException {
        within(at, LEAST_DOCUMENT, limit);
        int length = int32(bytes, at);
        if (length < 1) {
            throw malformed();
        }
        int end = within(at + 4, length, limit);
        if (bytes[end - 1] != 0) {
            throw malformed();
        }
        return end;
    }

    private static int within(int at, int length, int limit) throws RefusedException {
        if (length < 0 || length > limit - at) {
            throw malformed();
        }
        return at + length;
    }
}
