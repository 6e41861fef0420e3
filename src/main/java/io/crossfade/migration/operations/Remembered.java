package io.crossfade.migration.operations;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something measured, asked for again only when it is no longer fresh, so that a scrape never asks a store often. While it cannot be
 * told it stays what it was: a gauge that falls silent when a store is lost takes the alerts with it.
 */
final class Remembered<T> {

    private final Measure<T> measure;
    private final long freshNanos;
    private final LongSupplier ticker;
    private @Nullable T value;
    private boolean asked;
    private long askedAt;

    /** @param ticker nanoseconds that only grow */
    Remembered(Measure<T> measure, Duration fresh, LongSupplier ticker) {
        this.measure = measure;
        this.freshNanos = fresh.toNanos();
        this.ticker = ticker;
    }

    /** Asks a store. Null if it cannot be told. */
    interface Measure<T> {
        @Nullable
        T ask() throws SQLException;
    }

    /** As it was told last; null if it never was. */
    synchronized @Nullable T get() {
        if (!asked || ticker.getAsLong() - askedAt >= freshNanos) {
            try {
                T told = measure.ask();
                value = told == null ? value : told;
            } catch (SQLException away) {
                // It stays what it was.
            }
            asked = true;
            askedAt = ticker.getAsLong();
        }
        return value;
    }
}
