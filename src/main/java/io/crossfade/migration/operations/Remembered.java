package io.crossfade.migration.operations;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A measured number, asked for again only when it is no longer fresh, so that a scrape never asks a store often. */
final class Remembered implements Supplier<Number> {

    private final Measure measure;
    private final long freshNanos;
    private final LongSupplier ticker;
    private Number value = Double.NaN;
    private boolean asked;
    private long askedAt;

    /** @param ticker nanoseconds that only grow */
    Remembered(Measure measure, Duration fresh, LongSupplier ticker) {
        this.measure = measure;
        this.freshNanos = fresh.toNanos();
        this.ticker = ticker;
    }

    /** Asks a store. Null if it cannot be told. */
    interface Measure {
        @Nullable
        Number ask() throws SQLException;
    }

    /** NaN if it cannot be told. */
    @Override
    public synchronized Number get() {
        if (!asked || ticker.getAsLong() - askedAt >= freshNanos) {
            try {
                Number told = measure.ask();
                value = told == null ? Double.NaN : told;
            } catch (SQLException away) {
                value = Double.NaN;
            }
            asked = true;
            askedAt = ticker.getAsLong();
        }
        return value;
    }
}
