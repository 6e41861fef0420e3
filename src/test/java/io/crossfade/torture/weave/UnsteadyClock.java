package io.crossfade.torture.weave;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A wall clock that runs at a rate of its own and jumps now and then, forward and back. Its jumps are a function of the seed
 * and of the time since its beginning.
 */
final class UnsteadyClock extends Clock {

    private record Jump(long atNanos, long byNanos) {}

    private final ClockFault fault;
    private final long seed;
    private final Instant beginning;
    private final LongSupplier ticker;
    private final long started;
    private final ZoneId zone;
    private final List<Jump> jumps;

    UnsteadyClock(ClockFault fault, long seed, Instant beginning, LongSupplier ticker) {
        this(
                fault,
                seed,
                beginning,
                ticker,
                ticker.getAsLong(),
                ZoneOffset.UTC,
                Collections.synchronizedList(new ArrayList<>()));
    }

    private UnsteadyClock(
            ClockFault fault,
            long seed,
            Instant beginning,
            LongSupplier ticker,
            long started,
            ZoneId zone,
            List<Jump> jumps) {
        this.fault = fault;
        this.seed = seed;
        this.beginning = beginning;
        this.ticker = ticker;
        this.started = started;
        this.zone = zone;
        this.jumps = jumps;
    }

    @Override
    public Instant instant() {
        long elapsed = ticker.getAsLong() - started;
        return beginning.plusNanos((long) (elapsed * fault.rate())).plusNanos(jumped(elapsed));
    }

    private long jumped(long elapsed) {
        if (fault.jump().isZero()) {
            return 0;
        }
        long sum = 0;
        synchronized (jumps) {
            while (jumps.isEmpty() || jumps.getLast().atNanos() <= elapsed) {
                jumps.add(next());
            }
            for (Jump jump : jumps) {
                if (jump.atNanos() <= elapsed) {
                    sum += jump.byNanos();
                }
            }
        }
        return sum;
    }

    private Jump next() {
        Dice dice = new Dice(seed, "clock", jumps.size());
        long before = jumps.isEmpty() ? 0 : jumps.getLast().atNanos();
        long pause = Math.max(1, (long) (fault.every().toNanos() * (0.5 + dice.next())));
        return new Jump(before + pause, (long) (fault.jump().toNanos() * (2 * dice.next() - 1)));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new UnsteadyClock(fault, seed, beginning, ticker, started, other, jumps);
    }
}
