package io.crossfade.torture.net;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** What the network is like at present, for all connections of one proxy. */
final class Conditions {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private long delayNanos;
    private boolean refusing;
    private double lostShare;
    private RandomGenerator random = RandomGenerator.getDefault();

    void delay(Duration delay) {
        change(() -> delayNanos = delay.toNanos());
    }

    void hold(Set<Direction> directions) {
        change(() -> held.addAll(directions));
    }

    void refuse() {
        change(() -> refusing = true);
    }

    void loseReplies(double share, RandomGenerator chance) {
        change(() -> {
            lostShare = share;
            random = chance;
        });
    }

    void heal() {
        change(() -> {
            held.clear();
            delayNanos = 0;
            refusing = false;
            lostShare = 0;
        });
    }

    /** Wakes those who wait, to look whether their connection still lives. */
    void wake() {
        change(() -> {});
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean refusing() {
        lock.lock();
        try {
            return refusing;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the reply to the request that is about to be passed will be lost. */
    boolean losesReply() {
        lock.lock();
        try {
            return lostShare > 0 && random.nextDouble() < lostShare;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when bytes may go that way, or when the connection is over. */
    void awaitPassage(Direction direction, BooleanSupplier over) throws InterruptedException {
        lock.lock();
        try {
            long since = System.nanoTime();
            while (!over.getAsBoolean()) {
                long wait = delayNanos - (System.nanoTime() - since);
                if (held.contains(direction)) {
                    changed.await();
                } else if (wait > 0) {
                    changed.awaitNanos(wait);
                } else {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
