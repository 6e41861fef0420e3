package io.crossfade.torture.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong for a while.
 *
 * @param kind for the report to count by
 * @param where what it is done to; two faults to the same thing exclude each other
 * @param begin makes it go wrong
 * @param end makes all well again, as far as that takes no waiting
 * @param lasts how long it has to last to be of any use; null if any time will do
 */
public record Fault(
        String kind,
        String where,
        Step begin,
        Step end,
        @Nullable Duration lasts) {

    Fault(String kind, String where, Step begin, Step end) {
        this(kind, where, begin, end, null);
    }

    /** For so long that what others do about it must show; a run waits for its end. */
    Fault lasting(Duration length) {
        return new Fault(kind, where, begin, end, length);
    }

    /** One half of a fault. */
    @FunctionalInterface
    public interface Step {
        void take() throws Exception;
    }
}
