package io.crossfade.migration.control;

import io.crossfade.migration.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Makes moves in threads of their own, so that one goes on whether or not whoever asked for it waits. An orderly stop lets those that
 * are under way end, for a while, and then has them undone.
 */
public final class MoveRuns implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(MoveRuns.class);

    private static final Duration LEAVING = Duration.ofSeconds(10);

    private final Map<UUID, Thread> running = new ConcurrentHashMap<>();
    private final Duration leaving;
    private volatile boolean open = true;

    public MoveRuns() {
        this(LEAVING);
    }

    /** @param leaving how long an orderly stop waits for moves that are under way */
    MoveRuns(Duration leaving) {
        this.leaving = leaving;
    }

    /**
     * @param wait how long to wait for its end
     * @return empty if it is under way still
     * @throws UnavailableException if this instance stops
     * @throws RuntimeException the move's own, if it fails within that time
     */
    public Optional<List<MoveReport>> run(UUID id, Supplier<List<MoveReport>> move, Duration wait) {
        CompletableFuture<List<MoveReport>> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().name("crossfade-move").unstarted(() -> {
            try {
                result.complete(move.get());
            } catch (RuntimeException | Error failed) {
                log.warn("A move failed: {}", failed.getClass().getSimpleName());
                result.completeExceptionally(failed);
            } finally {
                running.remove(id);
            }
        });
        synchronized (running) {
            if (!open) {
                throw new UnavailableException(
                        "This instance stops, and nothing was moved; ask another one", Duration.ofSeconds(1), null);
            }
            running.put(id, thread);
            thread.start();
        }
        return await(result, wait);
    }

    /** Whether it is under way in this instance. */
    public boolean isRunning(UUID id) {
        return running.containsKey(id);
    }

    private static Optional<List<MoveReport>> await(CompletableFuture<List<MoveReport>> result, Duration wait) {
        try {
            return Optional.of(result.get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException underWay) {
            return Optional.empty();
        } catch (InterruptedException leaves) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof Error fault) {
                throw fault;
            }
            throw cause instanceof RuntimeException fault ? fault : new IllegalStateException(cause);
        }
    }

    @Override
    public void start() {
        open = true;
    }

    @Override
    public void stop() {
        synchronized (running) {
            open = false;
        }
        List<Thread> left = List.copyOf(running.values());
        long deadline = System.nanoTime() + leaving.toNanos();
        left.forEach(thread -> join(thread, deadline));
        left.stream().filter(Thread::isAlive).forEach(thread -> {
            log.warn("A move is under way still while this instance stops; it is undone");
            thread.interrupt();
            join(thread, System.nanoTime() + leaving.dividedBy(2).toNanos());
        });
    }

    private static void join(Thread thread, long deadline) {
        try {
            thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    /** Ends after the web server, and before the feeds that a move waits for. */
    @Override
    public int getPhase() {
        return 2;
    }
}
