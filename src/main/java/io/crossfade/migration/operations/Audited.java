package io.crossfade.migration.operations;

import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.control.Audit;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Runs what an operator asks for, and what shows him data that nobody may see without a trace. Who asked, for what and why is written down before anything is done, and afterwards what came of
 * it. What cannot be written down is not done.
 */
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
     * @param what a stable word for the kind of action
     * @param detail what exactly, without any value of the data
     * @throws UnavailableException if it could not be written down beforehand; nothing was done
     * @throws UnauditedException if it was done, and only that could not be written down
     */
    void run(SecurityContext context, String unit, String what, String detail, @Nullable String reason, Action action)
            throws SQLException {
        Audit.Attempt attempt = Audit.Attempt.of(unit, what, Actor.of(context), reason);
        begin(attempt, detail);
        try {
            action.run();
        } catch (SQLException | RuntimeException failure) {
            end(attempt, outcome(failure), detail + ": " + summary(failure), failure);
            throw failure;
        }
        end(attempt, "done", detail, null);
    }

    /** How it stands. */
    interface View<T> {
        T read() throws SQLException;
    }

    /**
     * What is to be shown after something was done.
     *
     * @throws UntoldException if it cannot be read, which is no reason to do it again
     */
    static <T> T afterwards(View<T> view) {
        try {
            return view.read();
        } catch (SQLException lost) {
            throw new UntoldException(lost);
        }
    }

    private void begin(Audit.Attempt attempt, String detail) {
        try {
            audit.write(attempt, Audit.BEGUN, detail);
        } catch (SQLException away) {
            throw new UnavailableException(
                    "Nothing was done, for it could not be written to the audit, which the target keeps (SQLSTATE "
                            + away.getSQLState() + "); look whether it is up, and repeat.",
                    Duration.ofSeconds(1),
                    away);
        }
    }

    private void end(Audit.Attempt attempt, String outcome, String detail, @Nullable Exception failure) {
        log.info("Unit '{}': {} by {}: {}", attempt.unit(), attempt.action(), attempt.by(), outcome);
        try {
            audit.write(attempt, outcome, detail);
        } catch (SQLException lost) {
            log.error(
                    "Unit '{}': {} by {} was {}, and that could not be audited: SQLSTATE {}",
                    attempt.unit(),
                    attempt.action(),
                    attempt.by(),
                    outcome,
                    lost.getSQLState());
            if (failure == null) {
                throw new UnauditedException(attempt.unit(), attempt.action(), detail, lost);
            }
            failure.addSuppressed(lost);
        }
    }

    private static String outcome(Exception failure) {
        return isRefusal(failure) ? "refused" : "failed";
    }

    private static boolean isRefusal(Exception failure) {
        return failure instanceof RefusedOperationException
                || failure instanceof NotFoundException
                || failure instanceof IllegalArgumentException;
    }

    /** Our own words, or what kind of failure it was: a store's words may quote values. */
    private static String summary(Exception failure) {
        if (isRefusal(failure) || failure instanceof UnavailableException) {
            return String.valueOf(failure.getMessage());
        }
        return failure instanceof SQLException sql
                ? "SQLSTATE " + sql.getSQLState() + ", and it may have been done"
                : failure.getClass().getSimpleName();
    }
}
