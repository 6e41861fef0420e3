package io.crossfade.migration.operations;

import io.crossfade.migration.control.Audit;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/** Runs what an operator asks for and writes down who asked, and what came of it. */
final class Audited {

    private static final Logger log = LoggerFactory.getLogger(Audited.class);

    private final Audit audit;

    Audited(Audit audit) {
        this.audit = audit;
    }

    /** The work to be done. */
    interface Action {
        void run() throws SQLException;
    }

    /**
     * Changes something.
     *
     * @param what a stable word for the kind of action
     * @param detail what exactly, without any value of the data
     * @throws UnauditedException if it was done, and only the audit was not written
     */
    void run(SecurityContext context, String unit, String what, String detail, @Nullable String reason, Action action)
            throws SQLException {
        attempt(context, unit, what, detail, reason, action);
        try {
            write(context, unit, what, detail, reason, "done");
        } catch (SQLException lost) {
            log.error(
                    "Unit '{}': {} ({}) was done and could not be audited: SQLSTATE {}",
                    unit,
                    what,
                    detail,
                    lost.getSQLState());
            throw new UnauditedException(unit, what, detail, lost);
        }
    }

    /** Reads what nobody may see without a trace: if the audit cannot be written, that is a failure as any other. */
    void look(SecurityContext context, String unit, String what, String detail, @Nullable String reason, Action action)
            throws SQLException {
        attempt(context, unit, what, detail, reason, action);
        write(context, unit, what, detail, reason, "done");
    }

    private void attempt(
            SecurityContext context, String unit, String what, String detail, @Nullable String reason, Action action)
            throws SQLException {
        try {
            action.run();
        } catch (SQLException | RuntimeException failure) {
            try {
                String outcome = failure instanceof RefusedOperationException ? "refused" : "failed";
                write(context, unit, what, detail, reason, outcome);
            } catch (SQLException lost) {
                failure.addSuppressed(lost);
            }
            throw failure;
        }
    }

    private void write(
            SecurityContext context, String unit, String what, String detail, @Nullable String reason, String outcome)
            throws SQLException {
        audit.write(new Audit.Entry(
                0, Instant.EPOCH, unit, what, null, null, null, null, Actor.of(context), reason, outcome, detail));
    }
}
