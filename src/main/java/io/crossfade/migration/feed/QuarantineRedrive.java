package io.crossfade.migration.feed;

import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.Failures;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.Quarantine;
import io.crossfade.migration.sync.SyncFailedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries quarantined keys again. On its own, those that wait for something else: an orphan's parent may have come, a duplicate's
 * rival gone, a newer version have no fault where the older had one, a store be quick enough, and no event of the key itself would
 * tell.
 */
public final class QuarantineRedrive {

    private static final Logger log = LoggerFactory.getLogger(QuarantineRedrive.class);

    private static final Set<String> MAY_PASS = Set.of("orphan", "duplicate", "unexpected");
    private static final Set<String> SLOW = Set.of("too-slow");
    private static final int PAGE = 200;

    /** Of one unit in one round. */
    private static final int MOST = 1_000;

    private static final int MOST_SLOW = 3;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final String LEASE = "quarantine-redrive";

    private final UnitStates states;
    private final Quarantine quarantine;
    private final KeySync sync;
    private final Leases leases;
    private final Duration interval;

    /** @param interval between two rounds, and the least wait before a key's second attempt */
    QuarantineRedrive(UnitStates states, Quarantine quarantine, KeySync sync, Leases leases, Duration interval) {
        this.states = states;
        this.quarantine = quarantine;
        this.sync = sync;
        this.leases = leases;
        this.interval = interval;
    }

    /** One round, in one instance at a time. Never throws, for that would end the schedule. */
    void redriveThoseThatWait() {
        try {
            if (!leases.acquire(LEASE, interval.multipliedBy(3))) {
                return;
            }
        } catch (SQLException | RuntimeException | Error away) {
            log.debug("Whose turn it is to try the quarantine again cannot be told now");
            return;
        }
        for (FenceRow row : states.all()) {
            drive(row, MAY_PASS, MOST);
        }
        // Each of these may take as long as a store may: after all others, and only a few.
        for (FenceRow row : states.all()) {
            drive(row, SLOW, MOST_SLOW);
        }
    }

    private void drive(FenceRow row, Set<String> reasons, int most) {
        if (row.phase().replicates()) {
            try {
                drive(row.unit(), reasons, most);
            } catch (SyncFailedException | SQLException later) {
                log.debug("Unit '{}': its quarantine will be tried again later", row.unit());
            } catch (RuntimeException | Error failed) {
                // Thrown on, it would end the schedule.
                log.warn("Unit '{}': its quarantine could not be tried again: {}", row.unit(), Failures.place(failed));
            }
        }
    }

    private void drive(String unit, Set<String> reasons, int most) throws SQLException {
        int page = Math.min(PAGE, most);
        for (int tried = 0; tried < most; tried += page) {
            List<String> keys = quarantine.due(unit, reasons, interval, LONGEST_WAIT, page);
            if (!keys.isEmpty()) {
                sync.sync(unit, keys);
            }
            if (keys.size() < page) {
                return;
            }
        }
    }
}
