package io.crossfade.migration.mapping;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Instants within what TIMESTAMPTZ(3) holds, and as PostgreSQL reads them. */
final class Timestamps {

    private static final Instant EARLIEST = Instant.parse("-4713-11-24T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999Z");

    /** As the driver gives PostgreSQL's. */
    private static final Instant INFINITY = OffsetDateTime.MAX.toInstant();

    private static final Instant MINUS_INFINITY = OffsetDateTime.MIN.toInstant();

    private Timestamps() {}

    static Instant fromMillis(long millis, String column) throws RefusedException {
        Instant instant = Instant.ofEpochMilli(millis);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw RefusedException.because(RefusalReason.DATE_OUT_OF_RANGE, column);
        }
        return instant;
    }

    static long toMillis(Instant instant, String column) throws RefusedException {
        if (isInfinite(instant)) {
            throw RefusedException.because(RefusalReason.DATE_OUT_OF_RANGE, column, text(instant));
        }
        if (instant.getNano() % 1_000_000 != 0) {
            throw RefusedException.because(RefusalReason.DATE_OUT_OF_RANGE, column, "finer than milliseconds");
        }
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException e) {
            throw RefusedException.because(RefusalReason.DATE_OUT_OF_RANGE, column);
        }
    }

    private static boolean isInfinite(Instant instant) {
        return instant.equals(INFINITY) || instant.equals(MINUS_INFINITY);
    }

    /** PostgreSQL's own infinities lie outside what an Instant can be written as, and keep their names. */
    static String text(Instant instant) {
        if (isInfinite(instant)) {
            return instant.equals(INFINITY) ? "infinity" : "-infinity";
        }
        OffsetDateTime at = instant.atOffset(ZoneOffset.UTC);
        int year = at.getYear();
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d %02d:%02d:%02d.%06d+00%s",
                year > 0 ? year : 1 - year,
                at.getMonthValue(),
                at.getDayOfMonth(),
                at.getHour(),
                at.getMinute(),
                at.getSecond(),
                at.getNano() / 1000,
                year > 0 ? "" : " BC");
    }
}
