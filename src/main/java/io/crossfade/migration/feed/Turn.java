package io.crossfade.migration.feed;

import io.crossfade.migration.control.Leases;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Whether it is this instance's turn to follow. Renewed only by one that makes progress, so that one which cannot, because it has
 * lost a store, is soon followed by another; should both follow for a while, that harms nothing.
 */
final class Turn {

    private final Leases leases;
    private final String name;
    private final Duration ttl;
    private final Duration others;
    private volatile boolean ours;
    private volatile long takenAt;

    Turn(Leases leases, String name, FeedProperties properties) {
        this.leases = leases;
        this.name = name;
        this.ttl = properties.leaseTtl();
        // Whoever stands by looks once in this interval.
        this.others = properties.retryInterval().multipliedBy(2);
        this.takenAt = System.nanoTime() - ttl.toNanos();
    }

    boolean isOurs() {
        return ours && System.nanoTime() - takenAt < ttl.toNanos();
    }

    /** Whether one that does not renew it has to wait: until it is over, and then as long as the others may need to take it. */
    boolean isLeft() {
        return ours && System.nanoTime() - takenAt < ttl.plus(others).toNanos();
    }

    /** Whether a third of its time is over. */
    boolean isDue() {
        return !ours || System.nanoTime() - takenAt >= ttl.dividedBy(3).toNanos();
    }

    boolean take() throws SQLException {
        long start = System.nanoTime();
        ours = leases.acquire(name, ttl);
        takenAt = start;
        return ours;
    }
}
