package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes what a stopped service left half done. A way back that was draining is given up: the target opens again, which is
 * safe because the source cannot have been opened before the row was closed. A removed source whose return was interrupted is
 * no longer written down.
 */
final class StartRecovery {

    private static final Logger log = LoggerFactory.getLogger(StartRecovery.class);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private StartRecovery() {}

    static UnitStates recover(UnitStates states, PostgresFence fence) throws SQLException {
        for (FenceRow row : states.all()) {
            boolean halfDrained = row.state() == FenceState.DRAINING || row.state() == FenceState.DRAINED;
            boolean halfRestored = row.phase() == Phase.SOURCE_REMOVED && row.capturing();
            if (row.phase() == Phase.READ_SWITCH) {
                // The flip of a cutover may still be under way in a session of the process that died. Waiting for its
                // lock and
                // raising the epoch makes sure that it has either happened before we read the row, or fails.
                states.accept(fence.flip(row.unit(), row.epoch(), before -> before, (connection, before) -> {}, LIMIT));
            } else if (halfDrained || halfRestored) {
                states.accept(fence.flip(
                        row.unit(),
                        row.epoch(),
                        before -> before.withState(FenceState.OPEN)
                                .withCapturing(before.phase() != Phase.SOURCE_REMOVED)
                                .by("recovery", "the service stopped in the middle of a move"),
                        (connection, before) -> {},
                        LIMIT));
                log.warn("Unit '{}' was in the middle of a move when the service stopped; it was undone", row.unit());
            }
        }
        return states;
    }
}
