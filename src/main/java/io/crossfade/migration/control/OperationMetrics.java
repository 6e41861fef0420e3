package io.crossfade.migration.control;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Times every operation of a repository by unit, store, the store's role, and outcome: {@code crossfade.operations}. */
final class OperationMetrics {

    private final MeterRegistry meters;
    private final StoreNames names;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    OperationMetrics(MeterRegistry meters, StoreNames names) {
        this.meters = meters;
        this.names = names;
    }

    private record Kind(String unit, String operation, Side store, String role, String outcome) {}

    <T> T read(String unit, Side store, String role, Supplier<T> work) {
        return time(unit, "read", store, role, work);
    }

    <T> T write(String unit, Side store, Supplier<T> work) {
        return time(unit, "write", store, "authority", work);
    }

    private <T> T time(String unit, String operation, Side store, String role, Supplier<T> work) {
        long start = System.nanoTime();
        String outcome = "refused";
        try {
            T result = work.get();
            outcome = "ok";
            return result;
        } catch (TargetTransactions.HeldException held) {
            outcome = "held";
            throw held;
        } catch (UnavailableException away) {
            outcome = "unavailable";
            throw away;
        } catch (OutcomeUnknownException unknown) {
            outcome = "unknown";
            throw unknown;
        } finally {
            timers.computeIfAbsent(new Kind(unit, operation, store, role, outcome), this::timer)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Kind kind) {
        return Timer.builder("crossfade.operations")
                .description("Operations of the repositories")
                .tag("unit", kind.unit)
                .tag("operation", kind.operation)
                .tag("store", names.of(kind.store).toLowerCase(Locale.ROOT))
                .tag("role", kind.role)
                .tag("outcome", kind.outcome)
                .register(meters);
    }
}
