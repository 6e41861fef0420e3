package io.crossfade.migration.control;

import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the moves whose instance died or has lost the target: nobody holds their lease any more. */
final class LeftMoves {

    private static final Logger log = LoggerFactory.getLogger(LeftMoves.class);

    private final MoveLog moveLog;
    private final MoveLease lease;
    private final TakeOver takeOver;

    LeftMoves(MoveLog moveLog, MoveLease lease, TakeOver takeOver) {
        this.moveLog = moveLog;
        this.lease = lease;
        this.takeOver = takeOver;
    }

    /** Meant to be called every few seconds. */
    void look() throws SQLException, InterruptedException {
        for (String unit : moveLog.left()) {
            Optional<MoveLease.Held> held = lease.tryHold(unit);
            if (held.isEmpty()) {
                continue;
            }
            try (MoveLease.Held settling = held.get()) {
                settle(unit);
                moveLog.settle(unit);
            }
        }
    }

    /** What is half done is put right first, so that its end is told by whoever puts it right. */
    private void settle(String unit) throws SQLException, InterruptedException {
        if (unit.equals(Moves.ALL)) {
            return;
        }
        try {
            takeOver.settle(unit);
        } catch (RuntimeException later) {
            log.debug(
                    "Unit '{}': {}; it is looked at again",
                    unit,
                    later.getClass().getSimpleName());
        }
    }
}
