package io.crossfade.migration.verify;

import io.crossfade.migration.Units;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts, stops and shows verifications: at most one of a unit at a time, in any phase, seen from whichever store is the authority
 * then. A run that the service's end interrupted goes on where it stood when it is resumed.
 */
public final class Verification implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Verification.class);

    private final Units units;
    private final VerificationRuns runs;
    private final Findings findings;
    private final VerificationRunner runner;
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final Set<Long> active = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    Verification(Units units, VerificationRuns runs, Findings findings, VerificationRunner runner) {
        this.units = units;
        this.runs = runs;
        this.findings = findings;
        this.runner = runner;
    }

    /**
     * Begins a run and returns at once.
     *
     * @param repair whether to sync by key what differs
     * @throws VerificationRefusedException if one runs already
     */
    public VerificationStatus start(String unit, boolean repair) throws SQLException {
        VerificationStatus run = begin(unit, repair);
        inBackground(run);
        return run;
    }

    /**
     * Begins a run and returns when it has ended, in whichever state.
     *
     * @throws VerificationRefusedException if one runs already
     */
    public VerificationStatus run(String unit, boolean repair) throws SQLException, InterruptedException {
        VerificationStatus run = begin(unit, repair);
        execute(run);
        return runs.get(run.run());
    }

    /** @throws VerificationRefusedException if none runs */
    public void pause(String unit) throws SQLException {
        change(unit, List.of(VerificationState.RUNNING), VerificationState.PAUSED);
    }

    /**
     * Goes on behind the last id that was compared.
     *
     * @throws VerificationRefusedException if the last run was not paused, interrupted or failed
     */
    public void resume(String unit) throws SQLException {
        interruptAbandoned(units.get(unit).name());
        if (active.contains(runs.last(unit).run())) {
            throw new VerificationRefusedException(
                    "The last verification of '" + unit + "' has not come to its end yet; try again in a moment");
        }
        change(
                unit,
                List.of(VerificationState.PAUSED, VerificationState.INTERRUPTED, VerificationState.FAILED),
                VerificationState.RUNNING);
        inBackground(runs.last(unit));
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

    /** What the last run found, by key, behind the given one; null: from the first. */
    public List<Finding> findings(String unit, @Nullable String afterKey, int limit) throws SQLException {
        return findings.list(units.get(unit).name(), afterKey, limit);
    }

    @Override
    public void start() {
        try {
            runs.interruptAll();
        } catch (SQLException unreachable) {
            log.warn("Interrupted verifications could not be marked: {}", unreachable.getSQLState());
        }
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
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private VerificationStatus begin(String unit, boolean repair) throws SQLException {
        units.get(unit);
        interruptAbandoned(unit);
        long run = runs.begin(unit, repair, runner.authority(unit))
                .orElseThrow(() -> new VerificationRefusedException(
                        "A verification of '" + unit + "' runs already; wait for it, pause or cancel it"));
        return runs.get(run);
    }

    /** A run whose end could not be written down, because the target was away then. */
    private void interruptAbandoned(String unit) throws SQLException {
        VerificationStatus last = runs.last(unit);
        if (last.state() == VerificationState.RUNNING && !active.contains(last.run())) {
            runs.end(last.run(), VerificationState.INTERRUPTED, "its end could not be written down");
        }
    }

    private void inBackground(VerificationStatus run) {
        Thread thread = Thread.ofPlatform()
                .name("crossfade-verification-" + run.unit())
                .daemon()
                .unstarted(() -> {
                    try {
                        execute(run);
                    } catch (SQLException | RuntimeException lost) {
                        log.warn("The verification of '{}' ended and could not be marked as ended", run.unit());
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    } finally {
                        threads.remove(run.unit(), Thread.currentThread());
                    }
                });
        active.add(run.run());
        threads.put(run.unit(), thread);
        thread.start();
    }

    private void execute(VerificationStatus run) throws SQLException, InterruptedException {
        active.add(run.run());
        try {
            runner.execute(run);
        } catch (InterruptedException stopped) {
            runs.end(run.run(), VerificationState.INTERRUPTED, "the service stopped");
            throw stopped;
        } finally {
            active.remove(run.run());
        }
    }

    private void change(String unit, List<VerificationState> from, VerificationState to) throws SQLException {
        units.get(unit);
        if (!runs.change(unit, from, to)) {
            throw new VerificationRefusedException("The last verification of '" + unit + "' is '"
                    + runs.last(unit).state().code() + "' and cannot become '" + to.code() + "'");
        }
    }
}
