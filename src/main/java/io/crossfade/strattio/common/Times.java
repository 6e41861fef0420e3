package io.crossfade.strattio.common;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Time as both stores keep it. */
public final class Times {

    private Times() {}

    /** Now, to the millisecond. */
    public static Instant now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * When what is stored was created: where that is missing, the time inside its id.
     *
     * @throws UnreadableField if that has none
     */
    public static Instant created(Id id, @Nullable Instant stored) {
        return stored == null ? UnreadableField.required("created_at", id.time()) : stored;
    }

    /** Now, or just after the given time if that is now: a change always shows. */
    public static Instant nowOrAfter(@Nullable Instant last, Clock clock) {
        Instant now = now(clock);
        return last != null && now.equals(last) ? last.plusMillis(1) : now;
    }
}
