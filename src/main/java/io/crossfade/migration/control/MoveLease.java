package io.crossfade.migration.control;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One move at a time per unit, over all instances. {@link #renew} has to be called every second or so while any is held. */
final class MoveLease {

    private static final Logger log = LoggerFactory.getLogger(MoveLease.class);

    static final String PREFIX = "move:";
    static final Duration TTL = Duration.ofSeconds(5);

    private final Leases leases;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    MoveLease(Leases leases) {
        this.leases = leases;
    }

    /** Given up when it is closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** @return empty if the unit is being moved, by another instance or by this one */
    Optional<Held> tryHold(String unit) throws SQLException {
        if (!held.add(unit)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            taken = leases.acquire(name(unit), TTL);
        } finally {
            if (!taken) {
                held.remove(unit);
            }
        }
        return taken ? Optional.of(() -> release(unit)) : Optional.empty();
    }

    /** Units that are being moved now, by whichever instance; {@link Moves#ALL} among them if a request is about all. */
    Set<String> underWay() throws SQLException {
        Set<String> units = new HashSet<>();
        leases.held(PREFIX).forEach(name -> units.add(name.substring(PREFIX.length())));
        return units;
    }

    private void release(String unit) {
        synchronized (held) {
            held.remove(unit);
            try {
                leases.release(name(unit));
            } catch (SQLException away) {
                log.debug("Unit '{}': the lease on its moves runs out by itself", unit);
            }
        }
    }

    void renew() {
        for (String unit : held) {
            // Or one that was just released would be taken again.
            synchronized (held) {
                renew(unit);
            }
        }
    }

    private void renew(String unit) {
        try {
            if (held.contains(unit)) {
                leases.acquire(name(unit), TTL);
            }
        } catch (SQLException away) {
            log.debug("Unit '{}': the lease on its moves could not be renewed", unit);
        }
    }

    private static String name(String unit) {
        return PREFIX + unit;
    }
}
