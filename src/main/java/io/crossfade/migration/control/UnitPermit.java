package io.crossfade.migration.control;

import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One unit's permit. It runs out by the monotonic clock, counted from before the fence was asked, and by the wall clock too, for
 * the monotonic one stands still while a machine is suspended.
 */
final class UnitPermit {

    private final Duration ttl;
    private final long overNanos;
    private final LongSupplier ticker;
    private final Clock clock;
    private volatile @Nullable Read current;
    private @Nullable Read closing;
    private int writes;
    private long relaxedEpoch = -1;
    private long relaxedSeenAt;
    private volatile boolean suspended;
    private volatile long notBefore;

    /** @param over how long after it was counted a permit is certainly over by anybody's clock */
    UnitPermit(Duration ttl, Duration over, LongSupplier ticker, Clock clock) {
        this.ttl = ttl;
        this.overNanos = over.toNanos();
        this.ticker = ticker;
        this.clock = clock;
    }

    /** What was read, and when the reading began. */
    record Read(FenceDocument document, long start, long wallMillis) {}

    /** Without a lock, as every request asks. */
    Optional<FenceDocument> valid() {
        Read read = current;
        if (read == null
                || (suspended && read.start - notBefore < 0)
                || ticker.getAsLong() - read.start >= ttl.toNanos()
                || clock.millis() - read.wallMillis >= ttl.toMillis()) {
            return Optional.empty();
        }
        return Optional.of(read.document);
    }

    /** What was read last, however long ago; empty before anything was, and while this instance is not registered. */
    Optional<FenceDocument> known() {
        return Optional.ofNullable(current).map(Read::document);
    }

    /** The epoch that this instance acts by; 0 before it has read any. */
    synchronized long epoch() {
        return current == null ? 0 : current.document.epoch();
    }

    /** Takes in what was read, but a close only once the running writes have ended or may not go on. */
    synchronized void install(Read read) {
        FenceDocument document = read.document;
        if (isBehind(read)) {
            return;
        }
        if (document.mode() == Mode.RELAXED && document.modeEpoch() != relaxedEpoch) {
            relaxedEpoch = document.modeEpoch();
            relaxedSeenAt = ticker.getAsLong();
        }
        boolean writesGoOn =
                writes > 0 && valid().filter(FenceDocument::mayReadSource).isPresent();
        if (document.mode() == Mode.CLOSED && writesGoOn) {
            closing = read;
        } else {
            closing = null;
            current = read;
        }
        notifyAll();
    }

    /**
     * Whether the fence was read before a change of it that is known here, also if that change was begun before the reading. Only
     * one read long after any such change had its answer, or never will, shows that MongoDB has forgotten.
     */
    private boolean isBehind(Read read) {
        return current != null
                && read.document.epoch() < current.document.epoch()
                && read.start - current.start < 2 * ttl.toNanos();
    }

    /**
     * Takes in what this instance has made of the fence. It is no longer a permit than the one it held: only a reading is followed by
     * a look whether this instance is still registered.
     */
    synchronized void installOwn(FenceDocument document) {
        Read held = current;
        if (held != null && valid().isPresent()) {
            install(new Read(document, held.start, held.wallMillis));
        }
    }

    /** What was read may have come from another store than the one that answers next: only a reading from now on counts. */
    synchronized void suspend() {
        notBefore = ticker.getAsLong();
        suspended = true;
    }

    /** The permit; if it is suspended, once it was read anew, or for so long. */
    Optional<FenceDocument> awaitReading(long nanos) {
        Optional<FenceDocument> now = valid();
        return now.isPresent() || !suspended ? now : awaitAnother(nanos);
    }

    private synchronized Optional<FenceDocument> awaitAnother(long nanos) {
        long deadline = System.nanoTime() + nanos;
        long left = nanos;
        while (valid().isEmpty() && current != null && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                break;
            }
            left = deadline - System.nanoTime();
        }
        return valid();
    }

    /** This instance is not registered: it has no permit. */
    synchronized void drop() {
        current = null;
        closing = null;
        notifyAll();
    }

    synchronized Optional<FenceDocument> beginWrite(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (true) {
            Optional<FenceDocument> permit = closing == null ? valid() : Optional.empty();
            if (permit.isPresent() && permit.get().mode() != Mode.CLOSED) {
                writes++;
                return permit;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return Optional.empty();
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
    }

    /** @return whether a close was waiting for this write's end */
    synchronized boolean endWrite() {
        writes--;
        if (writes > 0 || closing == null) {
            return false;
        }
        current = closing;
        closing = null;
        notifyAll();
        return true;
    }

    /** When, by the ticker, every permit older than this stretch of RELAXED is certainly over. */
    synchronized long overAt(FenceDocument relaxed) {
        boolean seen = relaxedEpoch >= relaxed.modeEpoch();
        return (seen ? relaxedSeenAt : ticker.getAsLong()) + overNanos;
    }
}
