package io.crossfade.migration.feed;

import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.Failures;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.Quarantine;
import io.crossfade.migration.sync.SyncFailedException;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries quarantined keys again. On its own, those that wait for something else: an orphan's parent may have come, a duplicate's
 * rival gone, a newer version have no fault where the older had one, and no event of the key itself would tell.
 */
public final class QuarantineRedrive {

    private static final Logger log = LoggerFactory.getLogger(QuarantineRedrive.class);

    private static final Set<String> MAY_PASS = Set.of("orphan", "duplicate", "unexpected");
    private static final int PAGE = 200;

    private final UnitStates states;
    private final Quarantine quarantine;
    private final KeySync sync;

    QuarantineRedrive(UnitStates states, Quarantine quarantine, KeySync sync) {
        this.states = states;
        this.quarantine = quarantine;
        this.sync = sync;
    }

    /**
     * Tries all of a unit's quarantined keys once.
     *
     * @return how many there are still
     * @throws SyncFailedException if a store could not be asked
     */
    public long redrive(String unit) throws SQLException {
        drive(unit, null);
        return quarantine.count(unit);
    }

    void redriveThoseThatWait() {
        for (FenceRow row : states.all()) {
            try {
                if (row.phase().replicates()) {
                    drive(row.unit(), MAY_PASS);
                }
            } catch (SyncFailedException | SQLException later) {
                log.debug("Unit '{}': its quarantine will be tried again later", row.unit());
            } catch (RuntimeException failed) {
                // Thrown on, it would end the schedule.
                log.warn("Unit '{}': its quarantine could not be tried again: {}", row.unit(), Failures.place(failed));
            }
        }
    }

    private void drive(String unit, @Nullable Set<String> reasons) throws SQLException {
        String after = null;
        while (true) {
            var page = quarantine.list(unit, after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            Set<String> keys = new TreeSet<>();
            for (Quarantine.Entry entry : page) {
                if (reasons == null || reasons.contains(entry.reason())) {
                    keys.add(entry.key());
                }
            }
            sync.sync(unit, keys);
            after = page.getLast().key();
        }
    }
}
