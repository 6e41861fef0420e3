package io.crossfade.migration.backfill;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Hands things from one thread to another and holds no more of them than so many bytes; one that is larger passes alone. What
 * fails on one side fails the other.
 */
final class ByteQueue<T> {

    private record Item<T>(T thing, long bytes) {}

    private final long most;
    private final Deque<Item<T>> items = new ArrayDeque<>();
    private long held;
    private long highest;
    private boolean ended;
    private @Nullable Throwable failure;

    ByteQueue(long most) {
        this.most = most;
    }

    /** The other side failed; the cause is its failure. */
    static final class FailedException extends Exception {
        FailedException(Throwable cause) {
            super(cause);
        }
    }

    synchronized void put(T thing, long bytes) throws InterruptedException, FailedException {
        while (failure == null && !items.isEmpty() && held + bytes > most) {
            wait();
        }
        check();
        items.add(new Item<>(thing, bytes));
        held += bytes;
        highest = Math.max(highest, held);
        notifyAll();
    }

    /** @return null at the end */
    synchronized @Nullable T take() throws InterruptedException, FailedException {
        while (failure == null && items.isEmpty() && !ended) {
            wait();
        }
        check();
        Item<T> next = items.poll();
        if (next == null) {
            return null;
        }
        held -= next.bytes();
        notifyAll();
        return next.thing();
    }

    /** Nothing more will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Whoever puts or takes from now on learns of it; the first failure is kept. */
    synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    synchronized void check() throws FailedException {
        if (failure != null) {
            throw new FailedException(failure);
        }
    }

    /** The most bytes that were ever held. */
    synchronized long highest() {
        return highest;
    }
}
