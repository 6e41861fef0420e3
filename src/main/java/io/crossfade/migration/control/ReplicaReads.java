package io.crossfade.migration.control;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Reads of the target as replica: one that does not answer soon is given up, and the source asked instead. */
final class ReplicaReads implements AutoCloseable {

    private final TimeLimiter limiter;
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "replica-reads",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(20)
                    .minimumNumberOfCalls(4)
                    .waitDurationInOpenState(Duration.ofSeconds(1))
                    .permittedNumberOfCallsInHalfOpenState(2)
                    .build());
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("crossfade-replica-read-", 0).factory());

    ReplicaReads(Duration limit) {
        limiter = TimeLimiter.of(TimeLimiterConfig.custom()
                .timeoutDuration(limit)
                .cancelRunningFuture(false)
                .build());
    }

    /** What a read returned, which may be null. */
    record Result<T>(T value) {}

    /** @return empty if the target is away or slow; an exception of the read itself passes through */
    <T> Optional<Result<T>> read(Supplier<T> read) {
        try {
            return Optional.of(new Result<>(
                    breaker.executeCallable(() -> limiter.executeFutureSupplier(() -> executor.submit(read::get)))));
        } catch (CallNotPermittedException | TimeoutException away) {
            return Optional.empty();
        } catch (Exception failure) {
            Throwable cause = failure instanceof ExecutionException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : failure;
            if (PostgresFailures.isUnavailable(cause)) {
                return Optional.empty();
            }
            if (cause instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("A read failed in a way that reads do not fail", cause);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
