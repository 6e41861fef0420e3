package io.crossfade.migration.sync;

import io.crossfade.migration.control.Replication;
import io.crossfade.migration.control.UnitStates;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replication within a request: a sync by key, bounded by a time limit and by a circuit breaker per store that is written to.
 * A sync that ran out of time may still end later; that harms nothing, for it writes what the authority holds then.
 */
final class SyncReplication implements Replication, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SyncReplication.class);

    private final KeySync sync;
    private final UnitStates states;
    private final CircuitBreakerRegistry breakers;
    private final TimeLimiter limiter;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("crossfade-replicate-", 0).factory());
    private final MeterRegistry meters;

    SyncReplication(KeySync sync, UnitStates states, SyncProperties properties, MeterRegistry meters) {
        this.sync = sync;
        this.states = states;
        this.meters = meters;
        // Not cancelled: an interrupt would break the connection of a sync that may be about to succeed.
        limiter = TimeLimiter.of(TimeLimiterConfig.custom()
                .timeoutDuration(properties.requestLimit())
                .cancelRunningFuture(false)
                .build());
        breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(4)
                .failureRateThreshold(50)
                .waitDurationInOpenState(properties.retryAfter())
                .permittedNumberOfCallsInHalfOpenState(2)
                .build());
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    }

    @Override
    public boolean replicate(String unit, Collection<String> keys) {
        String replica = states.get(unit).phase().authority().other().name();
        CircuitBreaker breaker = breakers.circuitBreaker(replica);
        List<String> stable = List.copyOf(keys);
        String outcome = "failed";
        long start = System.nanoTime();
        try {
            SyncResult result = breaker.executeCallable(
                    () -> limiter.executeFutureSupplier(() -> executor.submit(() -> sync.sync(unit, stable))));
            outcome = result.complete() ? "done" : "quarantined";
            return result.complete();
        } catch (CallNotPermittedException open) {
            outcome = "open";
            return false;
        } catch (Exception | Error failed) {
            // The write itself is done, whatever this was.
            log.debug("Unit '{}': {} keys were not replicated within the request; the feed will", unit, keys.size());
            return false;
        } finally {
            meters.timer("crossfade.replication", "unit", unit, "replica", replica, "outcome", outcome)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
