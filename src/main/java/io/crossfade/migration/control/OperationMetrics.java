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
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Times every operation of a repository by unit, store, the store's role, and outcome: {@code crossfade.operations}. */
final class OperationMetrics {

    private static final int OPERATIONS = Operation.values().length;
    private static final int SIDES = Side.values().length;
    private static final int ROLES = Role.values().length;
    private static final int OUTCOMES = Outcome.values().length;

    private final MeterRegistry meters;
    private final StoreNames names;
    private final Map<String, UnitTimers> units = new ConcurrentHashMap<>();

    OperationMetrics(MeterRegistry meters, StoreNames names) {
        this.meters = meters;
        this.names = names;
    }

    private enum Operation {
        READ,
        WRITE
    }

    /** Of the store for the unit, when it was asked. */
    enum Role {
        AUTHORITY,
        REPLICA
    }

    private enum Outcome {
        OK,
        REFUSED,
        HELD,
        UNAVAILABLE,
        UNKNOWN
    }

    <T> T read(String unit, Side store, Role role, Supplier<T> work) {
        return time(unit, Operation.READ, store, role, work);
    }

    <T> T write(String unit, Side store, Supplier<T> work) {
        return time(unit, Operation.WRITE, store, Role.AUTHORITY, work);
    }

    private <T> T time(String unit, Operation operation, Side store, Role role, Supplier<T> work) {
        long start = System.nanoTime();
        Outcome outcome = Outcome.REFUSED;
        try {
            T result = work.get();
            outcome = Outcome.OK;
            return result;
        } catch (TargetTransactions.HeldException held) {
            outcome = Outcome.HELD;
            throw held;
        } catch (UnavailableException away) {
            outcome = Outcome.UNAVAILABLE;
            throw away;
        } catch (OutcomeUnknownException unknown) {
            outcome = Outcome.UNKNOWN;
            throw unknown;
        } finally {
            units.computeIfAbsent(unit, UnitTimers::new)
                    .timer(operation, store, role, outcome)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /** Found by index, as this is in the way of every request. */
    private final class UnitTimers {

        private final String unit;
        private final AtomicReferenceArray<@Nullable Timer> timers =
                new AtomicReferenceArray<>(OPERATIONS * SIDES * ROLES * OUTCOMES);

        UnitTimers(String unit) {
            this.unit = unit;
        }

        Timer timer(Operation operation, Side store, Role role, Outcome outcome) {
            int index = ((operation.ordinal() * SIDES + store.ordinal()) * ROLES + role.ordinal()) * OUTCOMES
                    + outcome.ordinal();
            Timer known = timers.get(index);
            if (known != null) {
                return known;
            }
            Timer registered = register(operation, store, role, outcome);
            timers.set(index, registered);
            return registered;
        }

        private Timer register(Operation operation, Side store, Role role, Outcome outcome) {
            return Timer.builder("crossfade.operations")
                    .description("Operations of the repositories")
                    .tag("unit", unit)
                    .tag("operation", tag(operation.name()))
                    .tag("store", tag(names.of(store)))
                    .tag("role", tag(role.name()))
                    .tag("outcome", tag(outcome.name()))
                    .register(meters);
        }
    }

    private static String tag(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
