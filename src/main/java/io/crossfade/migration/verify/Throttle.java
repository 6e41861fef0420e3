package io.crossfade.migration.verify;

import io.crossfade.migration.backfill.Politeness;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one run, all of its workers together, to the unit's limit, and lets each of them rest while live traffic suffers. What was
 * compared is paid for afterwards; the limit is looked up while it is waited for, so a new one holds at once.
 */
final class Throttle {

    private static final long FRESH_NANOS = 500_000_000;
    private static final long SLICE_NANOS = 100_000_000;

    private final String unit;
    private final Limits limits;
    private final Politeness politeness;
    private VerificationLimit limit = VerificationLimit.NONE;
    private long paidUntil = System.nanoTime();
    private long lookedAt;
    private boolean looked;

    Throttle(String unit, Limits limits, Politeness politeness) {
        this.unit = unit;
        this.limits = limits;
        this.politeness = politeness;
    }

    /** Why the run is slower than it may be; null if it is not. */
    @Nullable
    String reason() {
        return politeness.reason();
    }

    interface Continuing {
        boolean goesOn() throws SQLException;
    }

    /**
     * Waits as long as the work is to cost. Returns early if the run does not go on.
     *
     * @param rows how many were compared
     * @param bytes of the documents among them
     * @param nanos how long that took
     */
    void pay(long rows, long bytes, long nanos, Continuing run) throws SQLException, InterruptedException {
        look();
        long now = System.nanoTime();
        long askedAt = now;
        long rested = now + (long) (nanos * politeness.restPerWork());
        charge(rows, bytes, now - nanos);
        while (true) {
            long left = Math.max(rested, paidUntil()) - System.nanoTime();
            if (left <= 0) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, SLICE_NANOS));
            if (System.nanoTime() - askedAt > FRESH_NANOS) {
                askedAt = System.nanoTime();
                if (!run.goesOn()) {
                    return;
                }
                look();
            }
        }
    }

    private synchronized void charge(long rows, long bytes, long begun) {
        long cost = limit.nanos(rows, bytes);
        if (cost > 0) {
            paidUntil = Math.max(paidUntil, begun) + cost;
        }
    }

    private synchronized long paidUntil() {
        return paidUntil;
    }

    private synchronized void look() throws SQLException {
        long now = System.nanoTime();
        if (looked && now - lookedAt < FRESH_NANOS) {
            return;
        }
        VerificationLimit set = limits.get(unit);
        if (!set.equals(limit)) {
            limit = set;
            paidUntil = now;
        }
        looked = true;
        lookedAt = now;
    }
}
