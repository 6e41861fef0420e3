package io.crossfade.migration.verify;

import io.crossfade.migration.control.CatchUp;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a replica up to date that was not followed for a while: a repairing verification finds and syncs what differs, and is
 * repeated until one finds nothing left to do.
 */
final class RepeatedRepair implements CatchUp {

    private static final Logger log = LoggerFactory.getLogger(RepeatedRepair.class);

    private static final int MOST_PASSES = 5;

    private final Verification verification;

    RepeatedRepair(Verification verification) {
        this.verification = verification;
    }

    @Override
    public boolean repairAll(String unit) {
        try {
            for (int pass = 1; pass <= MOST_PASSES; pass++) {
                VerificationStatus run = verification.run(unit, true);
                log.info(
                        "Unit '{}': pass {} compared {} keys, {} differed, {} were repaired",
                        unit,
                        pass,
                        run.compared(),
                        run.found(),
                        run.repaired());
                if (run.state() != VerificationState.FINISHED || run.quarantined() > 0) {
                    return false;
                }
                if (run.found() == 0) {
                    return true;
                }
            }
            return false;
        } catch (SQLException failed) {
            log.warn("Unit '{}': it could not be brought up to date: SQLSTATE {}", unit, failed.getSQLState());
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
