package io.crossfade.migration.verify;

import io.crossfade.migration.control.Audit;
import io.crossfade.migration.control.Requester;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log and in the audit what somebody has to look at. Names units and counts, never keys or values. */
final class Alarms {

    private static final Logger log = LoggerFactory.getLogger(Alarms.class);

    private final Audit audit;

    Alarms(Audit audit) {
        this.audit = audit;
    }

    /** Says nothing of a run that left nothing. */
    void ended(VerificationStatus run) {
        long left = run.found() - run.repaired();
        if (run.state() == VerificationState.FINISHED && left > 0) {
            say(
                    run.unit(),
                    "differences",
                    "verification " + run.run() + " left " + left + " differences: " + run.different() + " different, "
                            + run.missing() + " missing, " + run.extra() + " extra, " + run.unmappable()
                            + " unmappable, of which " + run.repaired() + " are repaired");
        }
    }

    void overdue(String unit, Duration age) {
        say(unit, "overdue", "the last verification that came through began " + age.toHours() + " hours ago");
    }

    private void say(String unit, String outcome, String detail) {
        log.warn("Unit '{}': {}", unit, detail);
        try {
            audit.write(Audit.Attempt.of(unit, "verification", Requester.named("schedule"), detail), outcome, null);
        } catch (SQLException away) {
            log.warn("Unit '{}': that could not be written down: SQLSTATE {}", unit, away.getSQLState());
        }
    }
}
