package io.crossfade.migration.backfill;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much longer than its work a backfill or a verification rests: nothing while no signal is above its limit, then twice as
 * long each time one still is, and half as long each time none is.
 */
public final class Politeness {

    private static final Logger log = LoggerFactory.getLogger(Politeness.class);

    private static final double LEAST = 0.5;
    private static final double MOST = 16;
    private static final long FRESH_NANOS = 1_000_000_000;

    private final List<Signal> signals;
    private final LongSupplier nanos;
    private final Map<String, String> unseen = new LinkedHashMap<>();
    private double factor;
    private @Nullable String reason;
    private long lookedAt;
    private boolean looked;

    Politeness(List<Signal> signals, LongSupplier nanos) {
        this.signals = signals;
        this.nanos = nanos;
    }

    /** Never slows down. */
    public static Politeness none() {
        return new Politeness(List.of(), System::nanoTime);
    }

    /** What a rest is to be, as a multiple of the work before it. Looks at most once a second. */
    public synchronized double restPerWork() {
        long now = nanos.getAsLong();
        if (!looked || now - lookedAt >= FRESH_NANOS) {
            looked = true;
            lookedAt = now;
            look();
        }
        return factor;
    }

    /** Which signal slows it down, and by how much it is too high; null while nothing does. */
    public synchronized @Nullable String reason() {
        return reason;
    }

    /** Which signals could not be told when last looked at, and why; null if there are none. */
    public synchronized @Nullable String unseen() {
        return unseen.isEmpty() ? null : String.join("; ", unseen.values());
    }

    private void look() {
        for (Signal signal : signals) {
            long millis = millis(signal);
            if (millis > signal.limitMillis()) {
                factor = Math.clamp(2 * factor, LEAST, MOST);
                reason = "slowed by " + signal.name() + ": " + millis + " ms, more than " + signal.limitMillis();
                return;
            }
        }
        factor = factor <= LEAST ? 0 : factor / 2;
        if (factor == 0) {
            reason = null;
        }
    }

    private long millis(Signal signal) {
        try {
            long millis = signal.millis();
            unseen.remove(signal.name());
            return millis;
        } catch (Exception unknown) {
            String why = unknown instanceof Signal.UnseenException
                    ? String.valueOf(unknown.getMessage())
                    : Failure.of(unknown).code();
            log.debug("The {} could not be told: {}", signal.name(), why);
            unseen.put(signal.name(), signal.name() + " is not seen: " + why);
            return 0;
        }
    }
}
