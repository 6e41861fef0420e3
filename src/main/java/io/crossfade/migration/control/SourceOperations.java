package io.crossfade.migration.control;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.Side;
import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.Events.Event;
import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.util.function.ThrowingSupplier;

/**
 * Operations on the source as authority. A write is acknowledged only if its permit held until after it, and as the permit's mode
 * asks: once the target has it too, or once nobody can read the target any more.
 */
final class SourceOperations {

    private static final long RETRY_NANOS = 10_000_000;

    private final SourceFence fence;
    private final Installation installation;
    private final AcknowledgedWrites acknowledged;
    private final Replication replication;
    private final OperationMetrics metrics;
    private final Events events;

    SourceOperations(
            SourceFence fence,
            Installation installation,
            AcknowledgedWrites acknowledged,
            Replication replication,
            OperationMetrics metrics,
            Events events) {
        this.fence = fence;
        this.installation = installation;
        this.acknowledged = acknowledged;
        this.replication = replication;
        this.metrics = metrics;
        this.events = events;
    }

    /** @throws UnavailableException if MongoDB could not be asked */
    <T> T read(String unit, Supplier<T> operation) {
        try {
            return operation.get();
        } catch (RuntimeException failure) {
            throw MongoFailures.judge(failure) == MongoFailures.Verdict.REFUSED ? failure : sourceAway(unit, failure);
        }
    }

    /**
     * @param before the permit under which the write was {@linkplain SourceFence#beginWrite begun}; it is ended here
     * @param asked how often the connection had been lost before the permit was looked at
     * @param deadline until when a write waits that the source was closed over before it was synced
     * @throws UnavailableException if nothing was written because MongoDB could not be asked
     * @throws OutcomeUnknownException if it may have been written and must not be acknowledged
     */
    <T> T write(
            FenceDocument before,
            long asked,
            FenceRow row,
            Collection<String> keys,
            Supplier<T> operation,
            long deadline) {
        String unit = before.unit();
        long writes = acknowledged.onThisThread();
        T result;
        FenceDocument permit;
        try {
            result = metrics.write(unit, Side.SOURCE, () -> {
                try {
                    return operation.get();
                } catch (OutcomeUnknownException decided) {
                    // Its cause may say that nothing was written, which is true of the operation's last command alone.
                    throw decided;
                } catch (RuntimeException failure) {
                    RuntimeException judged = judged(unit, failure);
                    if (judged instanceof UnavailableException && acknowledged.onThisThread() != writes) {
                        throw begun(unit, failure);
                    }
                    // Another store may have refused it, which knows nothing of what is refused.
                    throw judged == failure && installation.losses() != asked ? lapsed(unit) : judged;
                }
            });
            permit = fence.afterWrite(before).orElseThrow(() -> lapsed(unit));
        } finally {
            // The source has the write: it lies before the mark that follows a close, which need not wait for its sync.
            fence.endWrite(unit);
        }
        while (true) {
            boolean replicates = permit.phase().replicates() && !row.feedOnly();
            if ((replicates || !permit.sufficesSource()) && replication.replicate(unit, keys)) {
                return result;
            }
            if (permit.sufficesSource() || relax(permit)) {
                break;
            }
            Optional<FenceDocument> now = fence.afterWrite(before);
            // Closed, with the sync still to come: it succeeds whichever store is opened next.
            while (now.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw lapsed(unit);
                }
                written(unit, () -> {
                    TimeUnit.NANOSECONDS.sleep(RETRY_NANOS);
                    return true;
                });
                if (replication.replicate(unit, keys)) {
                    return result;
                }
                now = fence.afterWrite(before);
            }
            permit = now.get();
        }
        FenceDocument relaxed =
                fence.afterWrite(before).filter(FenceDocument::sufficesSource).orElse(permit);
        if (written(unit, () -> fence.awaitRelaxedEverywhere(relaxed))) {
            events.count(Event.WRITER_WAITED, unit);
        }
        return result;
    }

    /** Waits with a write that is in the source. */
    private static boolean written(String unit, ThrowingSupplier<Boolean> wait) {
        return Interrupts.answered(
                wait,
                interrupted -> new OutcomeUnknownException(
                        "Unit '" + unit + "': the service is stopping, and the write is in MongoDB alone; read the"
                                + " resource, or repeat the request with the same id",
                        interrupted));
    }

    private boolean relax(FenceDocument permit) {
        try {
            boolean relaxed = fence.replace(permit, permit.with(Mode.RELAXED));
            if (relaxed) {
                events.count(Event.RELAXED, permit.unit());
            }
            return relaxed;
        } catch (RuntimeException failure) {
            throw new OutcomeUnknownException(
                    "Unit '" + permit.unit()
                            + "': the write is in MongoDB, not in PostgreSQL, and the fence could not be"
                            + " asked; read the resource, or repeat the request with the same id",
                    failure);
        }
    }

    private OutcomeUnknownException lapsed(String unit) {
        events.count(Event.PERMIT_LAPSED, unit);
        return new OutcomeUnknownException(
                "Unit '" + unit + "': MongoDB answered too late to be sure that it still decides; read the resource, or"
                        + " repeat the request with the same id",
                null);
    }

    private static OutcomeUnknownException begun(String unit, RuntimeException failure) {
        return new OutcomeUnknownException(
                "Unit '" + unit + "': part of the write is in MongoDB, which went away before the rest ("
                        + MongoFailures.summary(failure) + "); read the resource, or repeat the request",
                failure);
    }

    private static RuntimeException judged(String unit, RuntimeException failure) {
        return switch (MongoFailures.judge(failure)) {
            case REFUSED -> failure;
            case NOTHING_WRITTEN -> sourceAway(unit, failure);
            case UNKNOWN ->
                new OutcomeUnknownException(
                        "Unit '" + unit + "': MongoDB's answer is missing (" + MongoFailures.summary(failure)
                                + "); read the resource, or repeat the request with the same id",
                        failure);
        };
    }

    private static UnavailableException sourceAway(String unit, Throwable failure) {
        String reason = "MongoDB: " + MongoFailures.reason(failure);
        return new UnavailableException(
                "Unit '" + unit + "': MongoDB, which decides, cannot be asked now (" + MongoFailures.summary(failure)
                        + "); try again",
                reason,
                Duration.ofSeconds(2),
                failure);
    }
}
