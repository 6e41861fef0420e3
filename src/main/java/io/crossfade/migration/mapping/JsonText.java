package io.crossfade.migration.mapping;

/** Texts and dates in JSON, written as bytes. */
final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    /** From 1970 to 9999 a date is written as text, else as a number. */
    private static final long LAST_AS_TEXT = 253_402_300_799_999L;

    private static final long DAY_MILLIS = 86_400_000;
    private static final int ERA_DAYS = 146_097;

    private final CopyBuffer out;

    JsonText(CopyBuffer out) {
        this.out = out;
    }

    /** In quotes, checked and escaped. */
    void string(byte[] bytes, int from, int to, String column) throws RefusedException {
        out.reserve(to - from + 2);
        out.int8('"');
        int copied = from;
        int at = from;
        while (at < to) {
            if (to - at >= 8 && isPlain(BsonBytes.int64(bytes, at))) {
                at += 8;
                continue;
            }
            byte one = bytes[at];
            if (one == '"' || one == '\\' || (one > 0 && one < ' ')) {
                out.bytes(bytes, copied, at - copied);
                escape(one);
                copied = ++at;
            } else {
                at += one > 0 ? 1 : Utf8.length(bytes, at, to, column);
            }
        }
        out.bytes(bytes, copied, to - copied);
        out.int8('"');
    }

    /** Whether eight bytes are printable ASCII that needs no escape. Bytes above a match may be taken for one too, which is safe. */
    private static boolean isPlain(long eight) {
        long quotes = eight ^ QUOTES;
        long backslashes = eight ^ BACKSLASHES;
        return ((eight | (eight - SPACES) | (quotes - ONES) & ~quotes | (backslashes - ONES) & ~backslashes)
                        & HIGH_BITS)
                == 0;
    }

    private void escape(byte one) {
        out.int8('\\');
        switch (one) {
            case '"', '\\' -> out.int8(one);
            case '\n' -> out.int8('n');
            case '\t' -> out.int8('t');
            case '\r' -> out.int8('r');
            default -> {
                out.ascii("u00");
                out.int8(HEX[one >> 4]);
                out.int8(HEX[one & 15]);
            }
        }
    }

    void hex(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            out.int8(HEX[bytes[i] >> 4 & 15]);
            out.int8(HEX[bytes[i] & 15]);
        }
    }

    /** As the driver writes it: no zeros at the end of the fraction, and no fraction if it is zero. */
    void date(long millis) {
        if (millis < 0 || millis > LAST_AS_TEXT) {
            out.ascii("{\"$date\":{\"$numberLong\":\"");
            out.decimal(millis);
            out.ascii("\"}}");
            return;
        }
        out.ascii("{\"$date\":\"");
        day((int) (millis / DAY_MILLIS));
        int ofDay = (int) (millis % DAY_MILLIS);
        out.int8('T');
        digits(ofDay / 3_600_000, 2);
        out.int8(':');
        digits(ofDay / 60_000 % 60, 2);
        out.int8(':');
        digits(ofDay / 1_000 % 60, 2);
        int fraction = ofDay % 1_000;
        if (fraction != 0) {
            out.int8('.');
            if (fraction % 100 == 0) {
                digits(fraction / 100, 1);
            } else if (fraction % 10 == 0) {
                digits(fraction / 10, 2);
            } else {
                digits(fraction, 3);
            }
        }
        out.ascii("Z\"}");
    }

    /** The Gregorian date of a day, counted in years that begin in March, so that a leap day is a year's last. */
    private void day(int sinceEpoch) {
        int days = sinceEpoch + 719_468;
        int era = days / ERA_DAYS;
        int ofEra = days % ERA_DAYS;
        int yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int march = (5 * ofYear + 2) / 153;
        int month = march < 10 ? march + 3 : march - 9;
        digits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4);
        out.int8('-');
        digits(month, 2);
        out.int8('-');
        digits(ofYear - (153 * march + 2) / 5 + 1, 2);
    }

    private void digits(int value, int count) {
        int divisor = 1;
        for (int i = 1; i < count; i++) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            out.int8('0' + value / divisor % 10);
        }
    }
}
