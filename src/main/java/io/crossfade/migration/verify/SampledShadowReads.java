package io.crossfade.migration.verify;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.ShadowReads;
import io.crossfade.migration.control.UnitStates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a sample of reads at the other store, on threads of its own. A difference may come of a write in between, so
 * both reads are repeated before it counts. What the reads answer is compared and forgotten, never logged. Both are timed, the one
 * when it served the request, the other when it was first repeated.
 */
public final class SampledShadowReads implements ShadowReads, AutoCloseable {

    private static final int LOOKS = 4;
    private static final long BETWEEN_LOOKS_MILLIS = 50;
    private static final int MOST_REPLAYS = 1_000;
    private static final Duration REPLAY_LIMIT = Duration.ofSeconds(20);

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
    private final ReadTimes times;
    private final ReadReplay replay = new ReadReplay(REPLAY_LIMIT);
    private final Map<Counted, LongAdder> counters = new ConcurrentHashMap<>();

    SampledShadowReads(UnitStates states, MeterRegistry meters, StoreNames names, ShadowProperties properties) {
        this(states, meters, names, properties, () -> ThreadLocalRandom.current()
                .nextDouble());
    }

    SampledShadowReads(
            UnitStates states,
            MeterRegistry meters,
            StoreNames names,
            ShadowProperties properties,
            DoubleSupplier dice) {
        this.states = states;
        this.meters = meters;
        this.rate = properties.rate();
        this.dice = dice;
        times = new ReadTimes(meters, names);
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
    public <T> void offer(
            String unit, String operation, @Nullable T result, long nanos, Supplier<T> authority, Supplier<T> other) {
        if (!makes(unit) || dice.getAsDouble() >= rate) {
            return;
        }
        replay.keep(unit, operation, authority, other);
        try {
            executor.execute(() -> {
                Supplier<T> timed = timed(other, taken -> times.record(unit, operation, nanos, taken));
                count(unit, look(result, authority, timed));
            });
        } catch (RejectedExecutionException full) {
            count(unit, Outcome.DROPPED);
        }
    }

    /** How long the unit's reads took in either store, by operation; none that was not repeated. */
    public List<ReadComparison> times(String unit) {
        return times.of(unit);
    }

    /**
     * Makes the unit's last few reads of each kind again and again in both stores, and times them. Returns when that is done.
     *
     * @param count how often each kind is made in each store
     * @throws IllegalArgumentException if that is too often, or not at all
     * @throws VerificationRefusedException if the phase makes no shadow reads, none was made yet, or another replay runs
     */
    public List<ReadComparison> replay(String unit, int count) {
        if (count < 1 || count > MOST_REPLAYS) {
            throw new IllegalArgumentException("'times' must be between 1 and " + MOST_REPLAYS);
        }
        if (!makes(unit)) {
            throw new VerificationRefusedException("The reads of '" + unit
                    + "' can be compared from the phase on in which a sample of them is made at both stores");
        }
        List<ReadComparison> compared = replay.run(unit, count)
                .orElseThrow(() -> new VerificationRefusedException("Reads are being compared already; wait for it"));
        if (compared.isEmpty()) {
            throw new VerificationRefusedException("This instance has made no shadow read of '" + unit
                    + "' yet; wait for some, or raise crossfade.shadow.rate");
        }
        return compared;
    }

    private boolean makes(String unit) {
        Phase phase = states.get(unit).phase();
        return !phase.isBefore(Phase.SHADOW_READ) && phase.replicates();
    }

    /** The same read; the first time that it answers, it tells how long it took. */
    private static <T> Supplier<T> timed(Supplier<T> read, LongConsumer first) {
        AtomicBoolean told = new AtomicBoolean();
        return () -> {
            long start = System.nanoTime();
            T answer = read.get();
            if (!told.getAndSet(true)) {
                first.accept(System.nanoTime() - start);
            }
            return answer;
        };
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
        } catch (RuntimeException | Error failure) {
            return Outcome.FAILED;
        }
    }

    private void count(String unit, Outcome outcome) {
        counter(unit, outcome).increment();
    }

    /** Lets the unit's counters be seen before there is anything to count. */
    void show(String unit) {
        for (Outcome outcome : Outcome.values()) {
            counter(unit, outcome);
        }
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
