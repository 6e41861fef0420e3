package io.crossfade.migration.backfill;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A politeness whose signals a test sets. */
public final class PolitenessForTests {

    private PolitenessForTests() {}

    /** Slows down while the value is above the limit, and looks each time it is asked. */
    public static Politeness by(String name, long limitMillis, AtomicLong millis) {
        AtomicLong nanos = new AtomicLong();
        Signal signal = new Signal() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long limitMillis() {
                return limitMillis;
            }

            @Override
            public long millis() {
                return millis.get();
            }
        };
        return new Politeness(List.of(signal), () -> nanos.addAndGet(2_000_000_000));
    }
}
