package io.crossfade.migration.control;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats a sample of reads at the store that does not serve them, and compares. Never delays the read it is given. */
public interface ShadowReads {

    /**
     * @param operation the read's name among the unit's
     * @param result what the authority answered
     * @param nanos how long that took
     * @param authority the same read again, for a second look at a difference
     * @param other the read at the other store
     */
    <T> void offer(
            String unit, String operation, @Nullable T result, long nanos, Supplier<T> authority, Supplier<T> other);
}
