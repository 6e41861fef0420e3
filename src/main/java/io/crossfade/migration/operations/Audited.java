package io.crossfade.migration.operations;

import io.crossfade.migration.control.Audit;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/** Runs what an operator asks for and writes down who asked, and what came of it. */
final class Audited {

    private final Audit audit;

    Audited(Audit audit) {
        this.audit = audit;
    }

    /** The work to be done. */
    interface Action {
        void run() throws SQLException;
    }

    /**
     * @param what a stable word for the kind of action
     * @param detail what exactly, without any value of the data
     */
    void run(SecurityContext context, String unit, String what, String detail, @Nullable String reason, Action action)
            throws SQLException {
        String outcome = "failed";
        try {
            action.run();
            outcome = "done";
        } catch (RefusedOperationException e) {
            outcome = "refused";
            throw e;
        } finally {
            Audit.Entry entry = Audit.Entry.of(unit, what, Actor.of(context), reason, outcome);
            audit.write(new Audit.Entry(
                    entry.id(),
                    entry.at(),
                    unit,
                    what,
                    null,
                    null,
                    null,
                    null,
                    entry.actor(),
                    reason,
                    outcome,
                    detail));
        }
    }
}
