package io.crossfade.migration.mapping;

/** Text as bytes: checked to be what PostgreSQL takes for UTF-8, which has neither U+0000 nor surrogates nor overlong forms. */
final class Utf8 {

    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;

    private Utf8() {}

    /** @return how many code points there are */
    static int codePoints(byte[] bytes, int from, int to, String column) throws RefusedException {
        int at = from;
        int count = 0;
        while (at < to) {
            if (to - at >= 8 && isPlain(BsonBytes.int64(bytes, at))) {
                at += 8;
                count += 8;
            } else {
                at += length(bytes, at, to, column);
                count++;
            }
        }
        return count;
    }

    private static boolean isPlain(long eight) {
        return (((eight - ONES) | eight) & HIGH_BITS) == 0;
    }

    /** @return how many bytes the code point there takes */
    static int length(byte[] bytes, int at, int to, String column) throws RefusedException {
        int first = bytes[at];
        if (first > 0) {
            return 1;
        }
        if (first == 0) {
            throw RefusedException.because(RefusalReason.NUL_CHARACTER, column);
        }
        int length = (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : (first & 0xF8) == 0xF0 ? 4 : 0;
        if (length == 0 || length > to - at) {
            throw invalid();
        }
        int point = first & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            int next = bytes[at + i];
            if ((next & 0xC0) != 0x80) {
                throw invalid();
            }
            point = point << 6 | next & 0x3F;
        }
        int least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        if (point < least || point > Character.MAX_CODE_POINT || (point >= 0xD800 && point <= 0xDFFF)) {
            throw invalid();
        }
        return length;
    }

    private static RefusedException invalid() {
        return RefusedException.because(RefusalReason.INVALID_UNICODE);
    }
}
