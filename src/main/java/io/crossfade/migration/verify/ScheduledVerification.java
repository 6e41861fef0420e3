package io.crossfade.migration.verify;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.UnitStates;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies each unit anew when its last run is too old, in every phase that replicates, as soon as both stores are to be equal: from
 * the end of its backfill on. A run of its own that died with its instance goes on. One instance at a time looks; should two ever
 * do so, the second run is refused.
 */
public final class ScheduledVerification implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ScheduledVerification.class);

    private static final String LEASE = "scheduled-verification";

    /**
     * When a unit is verified next by itself.
     *
     * @param next not before then; null: not by itself
     * @param noneBecause why not by itself; null if it is
     */
    public record Schedule(@Nullable Instant next, @Nullable String noneBecause) {}

    /** Whether all that the unit had before is in the other store. */
    interface Copied {
        boolean complete(String unit) throws SQLException;
    }

    private final Verification verification;
    private final UnitStates states;
    private final Copied copied;
    private final Leases leases;
    private final Clock clock;
    private final Duration interval;
    private final Duration look;
    private final Set<String> overdue = new HashSet<>();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("crossfade-verification-schedule").factory());

    /**
     * @param interval from the beginning of one run to that of the next; zero: none is run
     * @param look how often it looks
     */
    ScheduledVerification(
            Verification verification,
            UnitStates states,
            Copied copied,
            Leases leases,
            Clock clock,
            Duration interval,
            Duration look) {
        this.verification = verification;
        this.states = states;
        this.copied = copied;
        this.leases = leases;
        this.clock = clock;
        this.interval = interval;
        this.look = look;
    }

    void start() {
        if (interval.isPositive()) {
            executor.scheduleWithFixedDelay(this::look, look.toMillis(), look.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            if (leases.acquire(LEASE, look.multipliedBy(3))) {
                for (FenceRow row : states.all()) {
                    verifyIfDue(row);
                }
            }
        } catch (SQLException | RuntimeException later) {
            log.warn(
                    "It could not be seen which verifications are due: {}",
                    later.getClass().getSimpleName());
        }
    }

    /** When the unit's next run is begun. @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    public Schedule schedule(String unit) throws SQLException {
        return schedule(states.get(unit), verification.status(unit));
    }

    private Schedule schedule(FenceRow row, VerificationStatus last) throws SQLException {
        if (!interval.isPositive()) {
            return new Schedule(null, "crossfade.verification.interval is zero");
        }
        if (!row.phase().replicates()) {
            return new Schedule(null, "nothing is replicated in its phase");
        }
        if (!Phase.BACKFILL.isBefore(row.phase()) && !copied.complete(row.unit())) {
            return new Schedule(
                    null, "its backfill is not complete: all that was not copied yet would count as missing");
        }
        if (last.state() == VerificationState.PAUSED) {
            return new Schedule(null, "its last run is paused");
        }
        Instant since = last.startedAt() == null ? row.changedAt() : last.startedAt();
        return new Schedule(since.plus(interval), null);
    }

    private void verifyIfDue(FenceRow row) throws SQLException {
        VerificationStatus last = verification.status(row.unit());
        Instant next = schedule(row, last).next();
        if (next != null) {
            lookAtAge(row);
        }
        if (next == null || last.state() == VerificationState.RUNNING) {
            return;
        }
        try {
            if (!next.isAfter(clock.instant())) {
                verification.startScheduled(row.unit());
                log.info("Unit '{}': its last verification is older than {}, and one was begun", row.unit(), interval);
            } else if (last.state() == VerificationState.INTERRUPTED
                    && last.basis().scheduled()) {
                goOn(row, last);
            }
        } catch (VerificationRefusedException another) {
            log.debug("Unit '{}': {}", row.unit(), another.getMessage());
        }
    }

    /** Said once, and again only after one has come through. */
    private void lookAtAge(FenceRow row) throws SQLException {
        Instant startedAt = verification.lastFinished(row.unit()).startedAt();
        Duration age = Duration.between(startedAt == null ? row.changedAt() : startedAt, clock.instant());
        if (age.compareTo(interval.multipliedBy(2)) <= 0) {
            overdue.remove(row.unit());
        } else if (overdue.add(row.unit())) {
            verification.alarms().overdue(row.unit(), age);
        }
    }

    private void goOn(FenceRow row, VerificationStatus last) throws SQLException {
        if (last.authority() == row.phase().authority() && verification.comparesByTheSameMapping(last)) {
            verification.resume(row.unit());
            log.info("Unit '{}': verification {} goes on, whose instance ended", row.unit(), last.run());
        } else {
            verification.startScheduled(row.unit());
            log.info("Unit '{}': verification {} can not go on, and another was begun", row.unit(), last.run());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
