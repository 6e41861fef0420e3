package io.crossfade.migration.verify;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.UnitStates;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies each unit anew when its last run is too old, in every phase in which both stores are to be equal. One instance at a
 * time looks; should two ever do so, the second run is refused.
 */
final class ScheduledVerification implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ScheduledVerification.class);

    private static final String LEASE = "scheduled-verification";

    private final Verification verification;
    private final UnitStates states;
    private final Leases leases;
    private final Clock clock;
    private final Duration interval;
    private final Duration look;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("crossfade-verification-schedule").factory());

    /**
     * @param interval from the beginning of one run to that of the next; zero: none is run
     * @param look how often it looks
     */
    ScheduledVerification(
            Verification verification,
            UnitStates states,
            Leases leases,
            Clock clock,
            Duration interval,
            Duration look) {
        this.verification = verification;
        this.states = states;
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

    private void verifyIfDue(FenceRow row) throws SQLException {
        if (!row.phase().replicates() || !Phase.BACKFILL.isBefore(row.phase())) {
            return;
        }
        VerificationStatus last = verification.status(row.unit());
        Instant since = last.startedAt() == null ? row.changedAt() : last.startedAt();
        if (last.state() == VerificationState.RUNNING
                || last.state() == VerificationState.PAUSED
                || since.plus(interval).isAfter(clock.instant())) {
            return;
        }
        try {
            verification.start(row.unit(), false);
            log.info("Unit '{}': its last verification is older than {}, and one was begun", row.unit(), interval);
        } catch (VerificationRefusedException another) {
            log.debug("Unit '{}': {}", row.unit(), another.getMessage());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
