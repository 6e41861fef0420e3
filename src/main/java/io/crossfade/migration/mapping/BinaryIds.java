package io.crossfade.migration.mapping;

/** Ids from BSON's bytes as UUIDs' bytes; how an ObjectId lies in a UUID is told by {@link io.crossfade.migration.KeyText}. */
final class BinaryIds {

    private static final int UUID_SUBTYPE = 4;
    private static final int UUID_LENGTH = 16;
    private static final long MARK = (1L << 26) - 1;

    private BinaryIds() {}

    /** Whether it is an ObjectId or a UUID. */
    static boolean isId(byte[] bytes, int type, int at) {
        return type == BsonBytes.OBJECT_ID
                || (type == BsonBytes.BINARY
                        && BsonBytes.int32(bytes, at) == UUID_LENGTH
                        && bytes[at + 4] == UUID_SUBTYPE);
    }

    /** Writes a field, of a value that is an id. */
    static void field(byte[] bytes, int type, int at, String column, CopyBuffer out) throws RefusedException {
        long most;
        long least;
        if (type == BsonBytes.OBJECT_ID) {
            long head = big(bytes, at, 6);
            long middle = big(bytes, at + 6, 2);
            long tail = big(bytes, at + 8, 4);
            most = head << 16 | 0x8000L | middle >>> 4;
            least = 0b10L << 62 | (middle & 0xF) << 58 | tail << 26;
        } else {
            most = big(bytes, at + 5, 8);
            least = big(bytes, at + 13, 8);
            if ((most >>> 12 & 0xF) == 8 && least >>> 62 == 2 && (least & MARK) == 0) {
                throw RefusedException.because(RefusalReason.ID_EMBEDDED_MARK, column);
            }
        }
        out.int32(UUID_LENGTH);
        out.int64(most);
        out.int64(least);
    }

    /** Seconds since 1970 that an ObjectId holds. */
    static long seconds(byte[] bytes, int at) {
        return big(bytes, at, 4);
    }

    private static long big(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }
}
