package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Router;
import io.crossfade.migration.Side;
import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.Events.Event;
import io.crossfade.migration.control.OperationMetrics.Role;
import io.crossfade.migration.control.ReplicaReads.Result;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.util.function.ThrowingSupplier;

/** Routes by the unit's phase, its fences and, in {@link Phase#READ_SWITCH}, the key. */
final class PhaseRouter implements Router {

    /** How long a held request waits before it looks again by itself. */
    private static final long SLICE_NANOS = 10_000_000;

    private final UnitStates states;
    private final SourceFence sourceFence;
    private final Installation installation;
    private final SourceOperations source;
    private final TargetTransactions target;
    private final Replication replication;
    private final ShadowReads shadowReads;
    private final ReplicaReads replicaReads;
    private final OperationMetrics metrics;
    private final Events events;
    private final Duration holdLimit;

    PhaseRouter(
            UnitStates states,
            SourceFence sourceFence,
            Installation installation,
            AcknowledgedWrites acknowledged,
            TargetTransactions target,
            Replication replication,
            ShadowReads shadowReads,
            ReplicaReads replicaReads,
            OperationMetrics metrics,
            Events events,
            Duration holdLimit) {
        this.states = states;
        this.sourceFence = sourceFence;
        this.installation = installation;
        this.source = new SourceOperations(sourceFence, installation, acknowledged, replication, metrics, events);
        this.target = target;
        this.replication = replication;
        this.shadowReads = shadowReads;
        this.replicaReads = replicaReads;
        this.metrics = metrics;
        this.events = events;
        this.holdLimit = holdLimit;
    }

    @Override
    public <T> T read(String unit, String operation, String stickyKey, Supplier<T> source, Supplier<T> target) {
        boolean deposed = false;
        for (long deadline = 0; ; ) {
            FenceRow row = states.get(unit);
            boolean atTarget = row.phase().authority() == Side.TARGET && !deposed;
            try {
                Optional<Result<T>> result = atTarget
                        ? readAuthority(row, target)
                        : readSourceOrReplica(unit, operation, stickyKey, source, target);
                if (result.isPresent()) {
                    return result.get().value();
                }
            } catch (UnavailableException away) {
                deposed = atTarget && sourceDecides(unit);
                if (!deposed) {
                    throw away;
                }
            }
            // Seldom reached, so a read that is not held need not ask for the time.
            deadline = deadline == 0 ? System.nanoTime() + holdLimit.toNanos() : deadline;
            awaitChange(row, deadline);
        }
    }

    /** An instance that has lost the target does not see it cease to be the authority; the fence in the source tells. */
    private boolean sourceDecides(String unit) {
        return sourceFence.permit(unit).filter(FenceDocument::mayReadSource).isPresent();
    }

    /** Empty if the row has changed since it was known so: the target may have been a mere replica when it was read. */
    private <T> Optional<Result<T>> readAuthority(FenceRow row, Supplier<T> read) {
        String unit = row.unit();
        T value = metrics.read(unit, Side.TARGET, Role.AUTHORITY, () -> {
            try {
                return read.get();
            } catch (RuntimeException failure) {
                throw TargetTransactions.unavailableOr(unit, failure);
            }
        });
        FenceRow after = target.rowAfterRead(unit);
        states.accept(after);
        return after.epoch() == row.epoch() ? Optional.of(new Result<>(value)) : Optional.empty();
    }

    /** Empty if neither may be read now. */
    private <T> Optional<Result<T>> readSourceOrReplica(
            String unit, String operation, String stickyKey, Supplier<T> source, Supplier<T> replica) {
        long asked = installation.losses();
        Optional<FenceDocument> permit = sourceFence.permit(unit);
        if (permit.isEmpty()) {
            return Optional.empty();
        }
        FenceDocument fence = permit.get();
        boolean wanted =
                !fence.mayReadSource() || (fence.readsWereSwitched() && Sticky.percentile(stickyKey) < fence.percent());
        if (wanted && fence.mayReadTarget() && installation.trusts(Side.TARGET)) {
            Optional<Result<T>> result = readReplica(unit, replica);
            Optional<FenceDocument> now = sourceFence.permit(unit);
            if (result.isPresent() && now.isPresent() && now.get().epoch() == fence.epoch()) {
                return result;
            }
            events.count(Event.READ_FELL_BACK, unit);
            if (now.isEmpty()) {
                return Optional.empty();
            }
            fence = now.get();
        }
        if (!fence.mayReadSource()) {
            return Optional.empty();
        }
        boolean shadowed = fence.phase() == Phase.SHADOW_READ || fence.phase() == Phase.READ_SWITCH;
        long start = shadowed ? System.nanoTime() : 0;
        T value;
        try {
            value = metrics.read(unit, Side.SOURCE, Role.AUTHORITY, () -> this.source.read(unit, source));
        } catch (UnavailableException away) {
            throw away;
        } catch (RuntimeException refused) {
            if (installation.losses() != asked) {
                return Optional.empty();
            }
            throw refused;
        }
        if (installation.losses() != asked) {
            // Another store may have answered.
            return Optional.empty();
        }
        if (shadowed) {
            shadowReads.offer(unit, operation, value, System.nanoTime() - start, source, replica);
        }
        return Optional.of(new Result<>(value));
    }

    /** Empty if it is away or slow. */
    private <T> Optional<Result<T>> readReplica(String unit, Supplier<T> read) {
        try {
            return Optional.of(metrics.read(unit, Side.TARGET, Role.REPLICA, () -> replicaReads
                    .read(read)
                    .orElseThrow(() -> new UnavailableException("The replica is away", Duration.ZERO, null))));
        } catch (UnavailableException away) {
            return Optional.empty();
        }
    }

    @Override
    public <T> T write(String unit, Collection<String> keys, Supplier<T> source, Supplier<T> target) {
        long deadline = System.nanoTime() + holdLimit.toNanos();
        boolean deposed = false;
        for (boolean held = false; ; held = true) {
            FenceRow row = states.get(unit);
            if (row.phase().authority() == Side.TARGET && !deposed) {
                try {
                    T result = metrics.write(unit, Side.TARGET, () -> this.target.write(unit, target));
                    if (row.phase().replicates() && !row.feedOnly()) {
                        replication.replicate(unit, keys);
                    }
                    return result;
                } catch (TargetTransactions.HeldException refused) {
                    row = refused.row();
                    states.accept(row);
                } catch (UnavailableException away) {
                    deposed = sourceDecides(unit);
                    if (!deposed) {
                        throw away;
                    }
                }
            } else {
                long asked = installation.losses();
                Optional<FenceDocument> permit = interruptibly(
                        () -> sourceFence.beginWrite(unit, Math.min(deadline - System.nanoTime(), SLICE_NANOS)));
                if (permit.isPresent()) {
                    return this.source.write(permit.get(), asked, row, keys, source, deadline);
                }
            }
            if (!held) {
                events.count(Event.WRITE_HELD, unit);
            }
            awaitChange(row, deadline);
        }
    }

    private void awaitChange(FenceRow row, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw held(row);
        }
        interruptibly(() -> {
            states.awaitChange(row.unit(), row.epoch(), Math.min(left, SLICE_NANOS));
            return true;
        });
    }

    private UnavailableException held(FenceRow row) {
        String unit = row.unit();
        boolean away = row.phase().authority() == Side.SOURCE
                && sourceFence.permit(unit).isEmpty();
        return new UnavailableException(
                away
                        ? "Unit '" + unit
                                + "': MongoDB, which decides, cannot be asked now; nothing was written; try again"
                        : "Unit '" + unit + "' is changing its authority and held the request for "
                                + holdLimit.toMillis() + " ms; nothing was written; try again",
                Duration.ofSeconds(1),
                null);
    }

    private static <T> T interruptibly(ThrowingSupplier<T> work) {
        return Interrupts.answered(
                work,
                interrupted -> new UnavailableException(
                        "The service is stopping; try again", Duration.ofSeconds(1), interrupted));
    }
}
