package io.crossfade.migration.verify;

import io.crossfade.migration.control.CatchUp;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a replica up to date that was not followed for a while: a repairing verification finds and syncs what differs, and is
 * repeated until one finds nothing left to do.
 */
final class RepeatedRepair implements CatchUp {

    private static final Logger log = LoggerFactory.getLogger(RepeatedRepair.class);

    private static final int MOST_PASSES = 5;

    private static final long POLL_MILLIS = 250;

    private final Verification verification;
    private final Duration patience;

    /** @param patience how long another instance's run is waited for */
    RepeatedRepair(Verification verification, Duration patience) {
        this.verification = verification;
        this.patience = patience;
    }

    /** Another instance's run may be one that died with it, which shows in a while. */
    private VerificationStatus repair(String unit) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return verification.run(unit, true);
            } catch (VerificationRefusedException another) {
                if (System.nanoTime() - deadline > 0) {
                    throw another;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    @Override
    public boolean repairAll(String unit) {
        try {
            for (int pass = 1; pass <= MOST_PASSES; pass++) {
                VerificationStatus run = repair(unit);
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
        } catch (VerificationRefusedException another) {
            log.warn("Unit '{}': it is not brought up to date, as another verification of it runs", unit);
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
