package io.crossfade.migration.verify;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.ShadowReads;
import io.crossfade.migration.control.UnitStates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a sample of reads at the other store, on threads of its own. A difference may come of a write in between, so
 * both reads are repeated before it counts. What the reads answer is compared and forgotten, never logged.
 */
public final class SampledShadowReads implements ShadowReads, AutoCloseable {

    private static final int LOOKS = 4;
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private enum Outcome {
        EQUAL,
        DIFFERENT,
        FAILED,
        DROPPED
    }

    private record Counted(String unit, Outcome outcome) {}

    private final UnitStates states;
    private final MeterRegistry meters;
    private final double rate;
    private final DoubleSupplier dice;
    private final ThreadPoolExecutor executor;
    private final Map<Counted, LongAdder> counters = new ConcurrentHashMap<>();

    SampledShadowReads(UnitStates states, MeterRegistry meters, ShadowProperties properties) {
        this(states, meters, properties, () -> ThreadLocalRandom.current().nextDouble());
    }

    SampledShadowReads(UnitStates states, MeterRegistry meters, ShadowProperties properties, DoubleSupplier dice) {
        this.states = states;
        this.meters = meters;
        this.rate = properties.rate();
        this.dice = dice;
        executor = new ThreadPoolExecutor(
                properties.threads(),
                properties.threads(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(properties.queue()),
                Thread.ofPlatform().name("crossfade-shadow-", 1).daemon().factory());
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public <T> void offer(String unit, @Nullable T result, Supplier<T> authority, Supplier<T> other) {
        Phase phase = states.get(unit).phase();
        if (phase.isBefore(Phase.SHADOW_READ) || !phase.replicates() || dice.getAsDouble() >= rate) {
            return;
        }
        try {
            executor.execute(() -> count(unit, look(result, authority, other)));
        } catch (RejectedExecutionException full) {
            count(unit, Outcome.DROPPED);
        }
    }

    /** Zeros for a unit of which no read was repeated. */
    public ShadowCounts counts(String unit) {
        return new ShadowCounts(
                counter(unit, Outcome.EQUAL).sum(),
                counter(unit, Outcome.DIFFERENT).sum(),
                counter(unit, Outcome.FAILED).sum(),
                counter(unit, Outcome.DROPPED).sum());
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static <T> Outcome look(@Nullable T result, Supplier<T> authority, Supplier<T> other) {
        try {
            T expected = result;
            for (int look = 1; look <= LOOKS; look++) {
                if (Objects.equals(expected, other.get())) {
                    return Outcome.EQUAL;
                }
                if (look < LOOKS) {
                    TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS * look);
                    expected = authority.get();
                }
            }
            return Outcome.DIFFERENT;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Outcome.DROPPED;
        } catch (RuntimeException failure) {
            return Outcome.FAILED;
        }
    }

    private void count(String unit, Outcome outcome) {
        counter(unit, outcome).increment();
    }

    private LongAdder counter(String unit, Outcome outcome) {
        return counters.computeIfAbsent(new Counted(unit, outcome), counted -> {
            LongAdder counter = new LongAdder();
            FunctionCounter.builder("crossfade.shadow.reads", counter, LongAdder::sum)
                    .description("Reads repeated at the store that does not serve them")
                    .tag("unit", counted.unit())
                    .tag("outcome", counted.outcome().name().toLowerCase(Locale.ROOT))
                    .register(meters);
            return counter;
        });
    }
}
