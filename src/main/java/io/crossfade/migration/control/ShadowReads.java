package io.crossfade.migration.control;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats a sample of reads at the store that does not serve them, and compares. Never delays the read it is given. */
public interface ShadowReads {

    /**
     * @param result what the authority answered
     * @param authority the same read again, for a second look at a difference
     * @param other the read at the other store
     */
    <T> void offer(String unit, @Nullable T result, Supplier<T> authority, Supplier<T> other);
}
