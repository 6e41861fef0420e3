package io.crossfade.migration.control;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Router;
import io.crossfade.migration.Side;
import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.migration.control.SourceFence.Permit;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.util.function.ThrowingSupplier;

/** Routes by the unit's phase, its fences and, in {@link Phase#READ_SWITCH}, the key. */
final class PhaseRouter implements Router {

    private final UnitStates states;
    private final SourceFence sourceFence;
    private final TargetTransactions target;
    private final Replication replication;
    private final ShadowReads shadowReads;
    private final OperationMetrics metrics;
    private final Duration holdLimit;

    PhaseRouter(
            UnitStates states,
            SourceFence sourceFence,
            TargetTransactions target,
            Replication replication,
            ShadowReads shadowReads,
            OperationMetrics metrics,
            Duration holdLimit) {
        this.states = states;
        this.sourceFence = sourceFence;
        this.target = target;
        this.replication = replication;
        this.shadowReads = shadowReads;
        this.metrics = metrics;
        this.holdLimit = holdLimit;
    }

    @Override
    public <T> T read(String unit, String stickyKey, Supplier<T> source, Supplier<T> target) {
        long deadline = System.nanoTime() + holdLimit.toNanos();
        while (true) {
            FenceRow row = states.get(unit);
            Optional<Outcome<T>> outcome = row.phase().authority() == Side.TARGET
                    ? readAuthority(unit, target)
                    : readSourceOrReplica(row, stickyKey, source, target);
            if (outcome.isPresent()) {
                return outcome.get().result;
            }
            awaitChange(unit, row.epoch(), deadline);
        }
    }

    /** Wraps what a read returned, for that may be null. */
    private record Outcome<T>(T result) {}

    private <T> Optional<Outcome<T>> readAuthority(String unit, Supplier<T> read) {
        T result = metrics.read(unit, Side.TARGET, "authority", () -> {
            try {
                return read.get();
            } catch (RuntimeException failure) {
                throw TargetTransactions.unavailableOr(unit, failure);
            }
        });
        FenceRow after = target.rowAfterRead(unit);
        states.accept(after);
        return after.phase().authority() == Side.TARGET ? Optional.of(new Outcome<>(result)) : Optional.empty();
    }

    private <T> Optional<Outcome<T>> readSourceOrReplica(
            FenceRow row, String stickyKey, Supplier<T> source, Supplier<T> replica) {
        String unit = row.unit();
        Permit permit = sourceFence.permit(unit);
        boolean wanted = row.phase() == Phase.READ_SWITCH
                && (permit.mode() == Mode.CLOSED || Sticky.percentile(stickyKey) < row.percent());
        if (wanted && permit.mayReadTarget()) {
            try {
                T result = metrics.read(unit, Side.TARGET, "replica", replica);
                if (sourceFence.permit(unit).epoch() == permit.epoch()) {
                    return Optional.of(new Outcome<>(result));
                }
            } catch (RuntimeException failure) {
                if (!PostgresFailures.isUnavailable(failure)) {
                    throw failure;
                }
            }
            permit = sourceFence.permit(unit);
        }
        if (!permit.mayReadSource()) {
            return Optional.empty();
        }
        T result = metrics.read(unit, Side.SOURCE, "authority", () -> readSource(unit, source));
        if (row.phase() == Phase.SHADOW_READ || row.phase() == Phase.READ_SWITCH) {
            shadowReads.offer(unit, result, source, replica);
        }
        return Optional.of(new Outcome<>(result));
    }

    private static <T> T readSource(String unit, Supplier<T> source) {
        try {
            return source.get();
        } catch (RuntimeException failure) {
            throw MongoFailures.judge(failure) == MongoFailures.Verdict.REFUSED ? failure : sourceAway(unit, failure);
        }
    }

    @Override
    public <T> T write(String unit, Collection<String> keys, Supplier<T> source, Supplier<T> target) {
        long deadline = System.nanoTime() + holdLimit.toNanos();
        while (true) {
            FenceRow row = states.get(unit);
            if (row.phase().authority() == Side.TARGET) {
                try {
                    T result = metrics.write(unit, Side.TARGET, () -> this.target.write(unit, target));
                    if (row.phase().replicates()) {
                        replication.replicate(unit, keys);
                    }
                    return result;
                } catch (TargetTransactions.HeldException held) {
                    states.accept(held.row());
                    awaitChange(unit, held.row().epoch(), deadline);
                }
            } else {
                Optional<Permit> permit = interruptibly(
                        () -> sourceFence.beginWrite(unit, Math.min(deadline - System.nanoTime(), 50_000_000)));
                if (permit.isPresent()) {
                    try {
                        return writeSource(unit, keys, source);
                    } finally {
                        sourceFence.endWrite(unit);
                    }
                }
                // Closed: it may have been reopened, or the target be the authority by now.
                awaitChange(unit, row.epoch(), deadline);
            }
        }
    }

    private <T> T writeSource(String unit, Collection<String> keys, Supplier<T> operation) {
        T result = metrics.write(unit, Side.SOURCE, () -> {
            try {
                return operation.get();
            } catch (RuntimeException failure) {
                throw judged(unit, failure);
            }
        });
        if (!states.get(unit).phase().replicates()) {
            return result;
        }
        boolean equal = replication.replicate(unit, keys);
        while (!equal) {
            Permit now = sourceFence.permit(unit);
            if (now.sufficesSource()) {
                break;
            }
            sourceFence.compareAndSet(unit, now.epoch(), Mode.RELAXED);
        }
        if (!equal) {
            interruptibly(() -> {
                sourceFence.awaitRelaxedEverywhere(unit);
                return true;
            });
        }
        return result;
    }

    private static RuntimeException judged(String unit, RuntimeException failure) {
        return switch (MongoFailures.judge(failure)) {
            case REFUSED -> failure;
            case NOTHING_WRITTEN -> sourceAway(unit, failure);
            case UNKNOWN ->
                new OutcomeUnknownException(
                        "Unit '" + unit
                                + "': MongoDB's answer is missing; read the resource, or repeat the request with the same id",
                        failure);
        };
    }

    private static UnavailableException sourceAway(String unit, Throwable failure) {
        return new UnavailableException(
                "Unit '" + unit + "': MongoDB, which decides, cannot be asked now; try again",
                Duration.ofSeconds(2),
                failure);
    }

    private void awaitChange(String unit, long epoch, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new UnavailableException(
                    "Unit '" + unit + "' is changing its authority and held the request for " + holdLimit.toMillis()
                            + " ms; nothing was written; try again",
                    Duration.ofSeconds(1),
                    null);
        }
        interruptibly(() -> {
            states.awaitChange(unit, epoch, Math.min(left, 50_000_000));
            return true;
        });
    }

    private static <T> T interruptibly(ThrowingSupplier<T> work) {
        try {
            return work.getWithException();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("The service is stopping; try again", Duration.ofSeconds(1), interrupted);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
