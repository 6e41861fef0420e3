package io.crossfade.strattio.common;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time as both stores keep it. */
public final class Times {

    private Times() {}

    /** Now, to the millisecond. */
    public static Instant now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Now, or just after the given time if that is now: a change always shows. */
    public static Instant nowOrAfter(Instant last, Clock clock) {
        Instant now = now(clock);
        return now.equals(last) ? last.plusMillis(1) : now;
    }
}
