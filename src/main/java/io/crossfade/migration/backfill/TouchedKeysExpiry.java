package io.crossfade.migration.backfill;

import io.crossfade.migration.control.PostgresFence;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/**
 * Forgets touched keys that no chunk needs any more. A chunk needs those after its note until it is done, and a merge that is under
 * way has a note that nobody sees. So a number that was drawn counts only once every merge that ran then has ended; a later merge
 * takes its note after it. Never waits: it goes on at the next call.
 */
final class TouchedKeysExpiry {

    /** @param merging the transactions that may be merges which took their note before that number */
    private record Drawn(long number, Set<LockHolders.Holder> merging) {}

    private final DataSource dataSource;
    private final TouchedKeys touched;
    private final LockHolders merges = new LockHolders(PostgresFence.UNIT_LOCKS);
    private final long pauseNanos;
    private final LongSupplier ticker;
    private final Map<String, Drawn> drawn = new ConcurrentHashMap<>();
    private final Map<String, Long> lookedAt = new HashMap<>();

    /**
     * @param pause between two looks at a unit
     * @param ticker nanoseconds that only grow
     */
    TouchedKeysExpiry(DataSource dataSource, TouchedKeys touched, Duration pause, LongSupplier ticker) {
        this.dataSource = dataSource;
        this.touched = touched;
        this.pauseNanos = pause.toNanos();
        this.ticker = ticker;
    }

    void advance(String unit) throws SQLException {
        if (!isDue(unit)) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            Drawn now = drawn(connection, unit);
            if (now.merging.isEmpty()) {
                touched.forget(connection, unit, now.number);
                drawn.remove(unit);
            } else {
                drawn.put(unit, now);
            }
        }
    }

    private Drawn drawn(Connection connection, String unit) throws SQLException {
        Drawn before = drawn.get(unit);
        // The number first: a merge that is not among the holders then takes its note after it.
        long number = before == null ? touched.lastDrawn(connection) : before.number;
        Set<LockHolders.Holder> merging = merges.now(connection, unit);
        if (before != null) {
            merging.retainAll(before.merging);
        }
        return new Drawn(number, merging);
    }

    private synchronized boolean isDue(String unit) {
        long now = ticker.getAsLong();
        Long before = lookedAt.get(unit);
        if (before != null && now - before < pauseNanos) {
            return false;
        }
        lookedAt.put(unit, now);
        return true;
    }
}
