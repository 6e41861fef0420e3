package io.crossfade.migration.verify;

import io.crossfade.migration.Side;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.backfill.Failure;
import io.crossfade.migration.backfill.Politeness;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.verify.RangeVerification.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one run: divides it into ranges, which a few workers share. A batch that a store's outage spoils is done again; while
 * the outage lasts the run waits, for a while.
 */
final class VerificationRunner {

    private static final Logger log = LoggerFactory.getLogger(VerificationRunner.class);
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    private final Units units;
    private final UnitStates states;
    private final Division division;
    private final RangeVerification.Stores stores;
    private final VerificationRuns runs;
    private final Limits limits;
    private final Politeness politeness;

    VerificationRunner(
            Units units,
            UnitStates states,
            Division division,
            RangeVerification.Stores stores,
            VerificationRuns runs,
            Limits limits,
            Politeness politeness) {
        this.units = units;
        this.states = states;
        this.division = division;
        this.stores = stores;
        this.runs = runs;
        this.limits = limits;
        this.politeness = politeness;
    }

    /** Returns when the run has ended, one way or another; its record says how. */
    void execute(Term term) throws SQLException, InterruptedException {
        VerificationStatus run = runs.get(term.run());
        UnitMapping mapping = units.get(run.unit());
        Optional<List<Range>> open = patiently(term, () -> ranges(term, mapping));
        if (open.isEmpty()) {
            return;
        }
        Throttle throttle = new Throttle(run.unit(), limits, politeness);
        Queue<Range> todo = new ConcurrentLinkedQueue<>(open.get());
        Callable<Boolean> worker = () -> {
            for (Range range = todo.poll(); range != null; range = todo.poll()) {
                if (!verify(term, run, new RangeVerification(term, run, mapping, range.number(), stores, throttle))) {
                    return false;
                }
            }
            return true;
        };
        if (!all(term, worker, Math.clamp(todo.size(), 1, stores.properties().workers()))) {
            return;
        }
        if (holdsAuthority(term, run)) {
            runs.finish(term);
        }
    }

    /** Whether each of the workers came through. */
    private boolean all(Term term, Callable<Boolean> worker, int count) throws SQLException, InterruptedException {
        try (ExecutorService workers = Executors.newFixedThreadPool(
                count,
                Thread.ofPlatform()
                        .name("crossfade-verification-" + term.unit() + "-", 1)
                        .daemon()
                        .factory())) {
            boolean through = true;
            for (Future<Boolean> ended : workers.invokeAll(Collections.nCopies(count, worker))) {
                through &= ended.get();
            }
            return through;
        } catch (ExecutionException failure) {
            Failure reason = Failure.of(failure.getCause() == null ? failure : failure.getCause());
            log.warn("The verification of '{}' failed with {}", term.unit(), reason.code());
            runs.end(term, VerificationState.FAILED, reason.code());
            return false;
        }
    }

    private List<Range> ranges(Term term, UnitMapping mapping) throws SQLException {
        if (!stores.ranges().isPlanned(term)) {
            stores.ranges().plan(term, division.of(mapping));
        }
        return new ArrayList<>(stores.ranges().open(term));
    }

    /** @return whether the range is done */
    private boolean verify(Term term, VerificationStatus run, RangeVerification range)
            throws SQLException, InterruptedException {
        while (true) {
            if (!holdsAuthority(term, run)) {
                return false;
            }
            Optional<Step> step = patiently(term, () -> range.step(() -> runs.isRunning(term)));
            if (step.isEmpty() || step.get() == Step.OVER) {
                return false;
            }
            if (step.get() == Step.DONE) {
                return true;
            }
        }
    }

    private interface Attempt<T> {
        T run() throws SQLException, InterruptedException;
    }

    /** Empty if it failed too often, and the run is marked as failed. */
    private <T> Optional<T> patiently(Term term, Attempt<T> attempt) throws SQLException, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return Optional.of(attempt.run());
            } catch (SQLException | RuntimeException thrown) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Failure failure = Failure.of(thrown);
                log.warn("The verification of '{}' was held up by {}", term.unit(), failure.code());
                if (failures >= stores.properties().attempts()) {
                    runs.end(term, VerificationState.FAILED, failure.code());
                    return Optional.empty();
                }
                TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_WAIT_MILLIS, 100L << Math.min(failures, 10)));
            }
        }
    }

    private boolean holdsAuthority(Term term, VerificationStatus run) throws SQLException {
        if (authority(run.unit()) == run.authority()) {
            return true;
        }
        runs.end(term, VerificationState.FAILED, "the authority changed");
        return false;
    }

    Side authority(String unit) {
        return states.get(unit).phase().authority();
    }
}
