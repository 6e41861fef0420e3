package io.crossfade.migration.control;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** What control does again and again: read the units' rows, return to strictness, keep the instance's lock. */
final class ControlSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ControlSchedule.class);

    private final UnitStates states;
    private final StrictKeeper keeper;
    private final List<MoveListener> listeners;
    private final InstanceGuard guard;
    private volatile boolean running;
    private ScheduledExecutorService executor = Executors.newScheduledThreadPool(0);

    ControlSchedule(UnitStates states, StrictKeeper keeper, List<MoveListener> listeners, InstanceGuard guard) {
        this.states = states;
        this.keeper = keeper;
        this.listeners = listeners;
        this.guard = guard;
    }

    @Override
    public void start() {
        executor = Executors.newScheduledThreadPool(
                3, Thread.ofPlatform().daemon().name("crossfade-control-", 0).factory());
        states.all().forEach(row -> listeners.forEach(listener -> listener.standsAt(row)));
        every(1_000, states::tryRefresh);
        every(200, keeper::tighten);
        every(InstanceGuard.RENEWAL.toMillis(), guard::renew);
        running = true;
    }

    private void every(long millis, Runnable task) {
        executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException failed) {
                        log.warn("A scheduled task failed and will be tried again: {}", failed.toString());
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        executor.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Begins before the web server accepts requests, and ends after it. */
    @Override
    public int getPhase() {
        return 0;
    }
}
