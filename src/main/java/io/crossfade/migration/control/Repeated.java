package io.crossfade.migration.control;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that is done again and again in a thread of its own, after a pause or as soon as it is said to be due. */
final class Repeated {

    private static final Logger log = LoggerFactory.getLogger(Repeated.class);

    private final Duration pause;
    private final Semaphore due;
    private final Work work;
    private final String name;
    private volatile @Nullable Thread running;

    /** @param due released to have the work done at once; releases that come while it waits its turn are one */
    Repeated(String name, Duration pause, Semaphore due, Work work) {
        this.pause = pause;
        this.due = due;
        this.work = work;
        this.name = "crossfade-control-" + name;
    }

    /** One round. What it throws is told in the log's details, and the next round tries again. */
    interface Work {
        void run() throws Exception;
    }

    /** May be started again after it was stopped. */
    void start() {
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
        running = thread;
        thread.start();
    }

    private void run() {
        while (Thread.currentThread() == running) {
            try {
                work.run();
            } catch (InterruptedException interrupted) {
                return;
            } catch (Exception failed) {
                // A store that is away is nothing new each time; whoever needs it says so.
                log.debug(
                        "{} failed and will be tried again: {}",
                        name,
                        failed.getClass().getSimpleName());
            }
            try {
                if (due.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    due.drainPermits();
                }
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    /** Returns once the round that may be running has ended, or after a while. */
    void stop() {
        Thread thread = running;
        running = null;
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
