package io.crossfade.migration.backfill;

import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.UnitStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The threads that copy, one more than write at once: so a chunk is read while others are written. Each looks for work in all
 * units that stand in BACKFILL, parents first; so after a restart everything goes on by itself. Who did something wakes one who
 * waits, as there may be more now. A failure of one unit makes that unit wait a little longer each time, and no other.
 */
final class BackfillWorkers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BackfillWorkers.class);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final long IDLE_MILLIS = 500;
    private static final long PACED_MILLIS = 50;
    private static final long FIRST_BACKOFF_MILLIS = 250;
    private static final long LAST_BACKOFF_MILLIS = 5_000;

    private record Backoff(long untilNanos, long millis) {}

    private final Units units;
    private final UnitStates states;
    private final UnitBackfill backfill;
    private final int count;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Backoff> backoffs = new ConcurrentHashMap<>();
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean running;

    BackfillWorkers(Units units, UnitStates states, UnitBackfill backfill, int writers) {
        this.units = units;
        this.states = states;
        this.backfill = backfill;
        count = threads(writers);
    }

    static int threads(int writers) {
        return writers == 0 ? 0 : writers + 1;
    }

    /** There may be something to do: idle workers look at once. */
    void wake() {
        backoffs.clear();
        wakeUps.release(count);
    }

    @Override
    public synchronized void start() {
        running = true;
        for (int i = 1; i <= count; i++) {
            threads.add(
                    Thread.ofPlatform().name("crossfade-backfill-" + i).daemon().start(this::work));
        }
    }

    /** The chunks in work are finished if that takes but a moment, else freed for the other instances. */
    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        try {
            if (!awaitEnd()) {
                backfill.abandon();
                awaitEnd();
            }
        } catch (InterruptedException interrupted) {
            backfill.abandon();
            Thread.currentThread().interrupt();
        }
        threads.clear();
    }

    private boolean awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void work() {
        try {
            while (running) {
                if (workOnce()) {
                    wakeUps.release();
                } else if (wakeUps.tryAcquire(backfill.paced() ? PACED_MILLIS : IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean workOnce() throws InterruptedException {
        for (UnitMapping unit : units.all()) {
            if (running && mayWork(unit.name()) && step(unit)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayWork(String unit) {
        Backoff backoff = backoffs.get(unit);
        return states.get(unit).phase() == Phase.BACKFILL
                && (backoff == null || System.nanoTime() - backoff.untilNanos() >= 0);
    }

    private boolean step(UnitMapping unit) throws InterruptedException {
        try {
            boolean worked = backfill.step(unit);
            backoffs.remove(unit.name());
            return worked;
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Throwable thrown) {
            if (!running) {
                return false;
            }
            if (thrown instanceof Error) {
                log.error("A worker goes on after {}", thrown.getClass().getName());
            }
            Failure failure = Failure.of(thrown);
            backfill.failed(unit.name(), failure);
            Backoff backoff = backoffs.merge(
                    unit.name(),
                    next(FIRST_BACKOFF_MILLIS),
                    (old, first) -> next(Math.min(2 * old.millis(), LAST_BACKOFF_MILLIS)));
            log.warn(
                    "The backfill of '{}' is held up by {}; it goes on in {} ms",
                    unit.name(),
                    failure.code(),
                    backoff.millis());
            return false;
        }
    }

    private static Backoff next(long millis) {
        return new Backoff(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), millis);
    }
}
