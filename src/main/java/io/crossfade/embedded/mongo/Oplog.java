package io.crossfade.embedded.mongo;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded log of all effects, in their order. A position is a BSON timestamp: seconds in the high half, a counter in
 * the low. Positions only grow, also when the clock steps back, and no entry is ever given a position at or below a
 * time that was handed out before. Entries are found by position, at any distance, without reading the ones before.
 *
 * <p>{@link #append} is called under the lock of the collection that it concerns, so a collection's entries stand in
 * the order of their effects.
 */
final class Oplog {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int id = ThreadLocalRandom.current().nextInt();
    private final Clock clock;
    private final @Nullable OplogEntry[] ring;

    private long oldest;
    private long next;
    private long time;
    private long forgotten;

    Oplog(Clock clock, int capacity) {
        this.clock = clock;
        this.ring = new OplogEntry[capacity];
        this.time = positionOf(clock.instant());
        this.forgotten = time;
    }

    /** The microsecond as the counter: so a time that an earlier process gave out is before all times of this one. */
    private static long positionOf(Instant instant) {
        return (instant.getEpochSecond() << 32) | (instant.getNano() / 1000);
    }

    /** Tells this log from every other, whose positions mean nothing here. */
    int id() {
        return id;
    }

    void append(String database, @Nullable String collection, OplogEntry.Change change) {
        lock.lock();
        try {
            Instant now = clock.instant();
            time = Math.max(time + 1, positionOf(now));
            if (next - oldest == ring.length) {
                forgotten = at(oldest).position();
                oldest++;
            }
            ring[slot(next)] = new OplogEntry(time, now, database, collection, change);
            next++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The time now: at or after all entries so far, before all entries to come. */
    long time() {
        lock.lock();
        try {
            time = Math.max(time, positionOf(clock.instant()));
            return time;
        } finally {
            lock.unlock();
        }
    }

    /** Takes over a later time that another member of the conversation has seen. */
    void advanceTo(long seen) {
        lock.lock();
        try {
            time = Math.max(time, seen);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Up to {@code limit} entries after a position, and the position up to which the log has then been read.
     *
     * @throws HistoryLost when entries after that position are no longer held
     */
    Segment readAfter(long position, int limit) {
        lock.lock();
        try {
            if (position < forgotten) {
                throw new HistoryLost();
            }
            List<OplogEntry> entries = new ArrayList<>();
            long index = firstAfter(position);
            for (; index < next && entries.size() < limit; index++) {
                entries.add(at(index));
            }
            long readTo = index < next ? at(index - 1).position() : Math.max(position, time());
            return new Segment(entries, readTo);
        } finally {
            lock.unlock();
        }
    }

    /** The entry at exactly that position, if it is held. */
    Optional<OplogEntry> entryAt(long position) {
        lock.lock();
        try {
            long index = firstAfter(position - 1);
            return index < next && at(index).position() == position ? Optional.of(at(index)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an entry after the position, for lost history, or for {@link #wake()}. */
    void awaitAfter(long position, long nanos) throws InterruptedException {
        lock.lock();
        try {
            if (position >= forgotten && (oldest == next || at(next - 1).position() <= position)) {
                changed.await(nanos, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody who waits look again. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all entries; no position given out so far can be resumed from. */
    void loseHistory() {
        lock.lock();
        try {
            Arrays.fill(ring, null);
            oldest = next;
            time = time() + 1;
            forgotten = time;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long firstAfter(long position) {
        long low = oldest;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).position() <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private OplogEntry at(long index) {
        OplogEntry entry = ring[slot(index)];
        if (entry == null) {
            throw new IllegalStateException("no entry at " + index);
        }
        return entry;
    }

    private int slot(long index) {
        return (int) (index % ring.length);
    }

    /** What was read, and up to where. */
    record Segment(List<OplogEntry> entries, long readTo) {}

    static final class HistoryLost extends CommandFailure {
        HistoryLost() {
            super(
                    286,
                    "ChangeStreamHistoryLost",
                    "Resume of change stream was not possible, as the resume point may no longer be in the oplog.",
                    List.of("NonResumableChangeStreamError"));
        }
    }
}
