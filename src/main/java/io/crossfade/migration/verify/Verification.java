package io.crossfade.migration.verify;

import io.crossfade.migration.Units;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts, stops and shows verifications: at most one of a unit at a time over all instances, in any phase, seen from whichever
 * store is the authority then. A run whose instance stopped or fell silent goes on where it stood when it is resumed.
 */
public final class Verification implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Verification.class);

    private final Units units;
    private final VerificationRuns runs;
    private final Findings findings;
    private final Limits limits;
    private final VerificationRunner runner;
    private final Alarms alarms;
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final Duration pulse;
    private final Set<Term> active = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private @Nullable Thread heart;

    Verification(
            Units units,
            VerificationRuns runs,
            Findings findings,
            Limits limits,
            VerificationRunner runner,
            Alarms alarms,
            Duration pulse) {
        this.units = units;
        this.runs = runs;
        this.findings = findings;
        this.limits = limits;
        this.runner = runner;
        this.alarms = alarms;
        this.pulse = pulse;
    }

    /**
     * Begins a run and returns at once.
     *
     * @param repair whether to sync by key what differs
     * @throws VerificationRefusedException if one runs already
     */
    public VerificationStatus start(String unit, boolean repair) throws SQLException {
        return inBackground(begin(unit, repair, false));
    }

    /** Begins a run that nobody asked for. @throws VerificationRefusedException if one runs already */
    void startScheduled(String unit) throws SQLException {
        inBackground(begin(unit, false, true));
    }

    /**
     * Begins a run and returns when it has ended, in whichever state.
     *
     * @throws VerificationRefusedException if one runs already
     */
    public VerificationStatus run(String unit, boolean repair) throws SQLException, InterruptedException {
        Term term = begin(unit, repair, false);
        execute(term);
        return runs.get(term.run());
    }

    /** @throws VerificationRefusedException if none runs */
    public void pause(String unit) throws SQLException {
        change(unit, List.of(VerificationState.RUNNING), VerificationState.PAUSED);
    }

    /**
     * Goes on in each range behind the last id that was compared.
     *
     * @throws VerificationRefusedException if the last run was not paused, interrupted or failed, or compared by another mapping
     */
    public void resume(String unit) throws SQLException {
        VerificationStatus last = status(unit);
        if (last.run() != 0
                && !MappingVersion.of(units.get(unit)).equals(last.basis().mapping())) {
            throw new VerificationRefusedException("The mapping of '" + unit + "' has changed since verification "
                    + last.run() + " began; start a new one");
        }
        Optional<Term> term = runs.resume(
                unit, List.of(VerificationState.PAUSED, VerificationState.INTERRUPTED, VerificationState.FAILED));
        if (term.isEmpty()) {
            throw refused(unit, VerificationState.RUNNING);
        }
        inBackground(term.get());
    }

    /** Whether it is the mapping of the code that runs now. */
    boolean comparesByTheSameMapping(VerificationStatus run) {
        return MappingVersion.of(units.get(run.unit())).equals(run.basis().mapping());
    }

    /** @throws VerificationRefusedException if the last run is over */
    public void cancel(String unit) throws SQLException {
        change(
                unit,
                List.of(
                        VerificationState.RUNNING,
                        VerificationState.PAUSED,
                        VerificationState.INTERRUPTED,
                        VerificationState.FAILED),
                VerificationState.CANCELLED);
    }

    /** The last run. @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    public VerificationStatus status(String unit) throws SQLException {
        return runs.last(units.get(unit).name());
    }

    /** The last run that came through. */
    VerificationStatus lastFinished(String unit) throws SQLException {
        return runs.lastFinished(units.get(unit).name());
    }

    Alarms alarms() {
        return alarms;
    }

    /** How fast the unit's verifications may go. */
    public VerificationLimit limit(String unit) throws SQLException {
        return limits.get(units.get(unit).name());
    }

    /** Sets how fast the unit's verifications may go, the one that runs and those to come. */
    public void limit(String unit, VerificationLimit limit) throws SQLException {
        limits.set(units.get(unit).name(), limit);
    }

    /**
     * What the last run found, by key.
     *
     * @param after the last key of those before, or its {@linkplain io.crossfade.migration.sync.Quarantine#place place}; null: from the first
     */
    public List<Finding> findings(String unit, @Nullable String after, int limit) throws SQLException {
        return findings.list(units.get(unit).name(), after, limit);
    }

    @Override
    public void start() {
        heart = Thread.ofPlatform()
                .name("crossfade-verification-pulse")
                .daemon()
                .start(this::beat);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        List<Thread> ending = List.copyOf(threads.values());
        ending.forEach(Thread::interrupt);
        try {
            for (Thread thread : ending) {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            }
            if (heart != null) {
                heart.interrupt();
                heart.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this instance carries out no run. */
    boolean idle() {
        return active.isEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** For as long as a run is carried out its record says so, however long one batch of it may take. */
    private void beat() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(pulse.toMillis());
                for (Term term : active) {
                    beat(term);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat(Term term) {
        try {
            runs.alive(term);
        } catch (SQLException away) {
            log.debug("The verification of '{}' could not say that it lives: {}", term.unit(), away.getSQLState());
        }
    }

    private Term begin(String unit, boolean repair, boolean scheduled) throws SQLException {
        return runs.begin(unit, repair, scheduled, runner.authority(unit), MappingVersion.of(units.get(unit)))
                .orElseThrow(() -> new VerificationRefusedException(
                        "A verification of '" + unit + "' runs already; wait for it, pause or cancel it"));
    }

    private VerificationStatus inBackground(Term term) throws SQLException {
        Thread thread = Thread.ofPlatform()
                .name("crossfade-verification-" + term.unit())
                .daemon()
                .unstarted(() -> {
                    try {
                        execute(term);
                    } catch (SQLException | RuntimeException lost) {
                        log.warn("The verification of '{}' ended and could not be marked as ended", term.unit());
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    } finally {
                        threads.remove(term.unit(), Thread.currentThread());
                    }
                });
        threads.put(term.unit(), thread);
        thread.start();
        return runs.get(term.run());
    }

    private void execute(Term term) throws SQLException, InterruptedException {
        active.add(term);
        try {
            runner.execute(term);
            alarms.ended(runs.get(term.run()));
        } catch (InterruptedException stopped) {
            runs.end(term, VerificationState.INTERRUPTED, "the service stopped");
            throw stopped;
        } finally {
            active.remove(term);
        }
    }

    private void change(String unit, List<VerificationState> from, VerificationState to) throws SQLException {
        units.get(unit);
        if (!runs.change(unit, from, to)) {
            throw refused(unit, to);
        }
    }

    private VerificationRefusedException refused(String unit, VerificationState wanted) throws SQLException {
        return new VerificationRefusedException("The last verification of '" + unit + "' is '"
                + runs.last(unit).state().code() + "' and cannot become '" + wanted.code() + "'");
    }
}
