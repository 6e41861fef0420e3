package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A move ends, whatever becomes of whoever asked for it. */
class MoveRunsTest {

    private final MoveRuns runs = new MoveRuns();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger made = new AtomicInteger();
    private final UUID id = UUID.randomUUID();

    private List<MoveReport> move() {
        try {
            end.await();
            made.incrementAndGet();
        } catch (InterruptedException undone) {
            made.addAndGet(100);
        }
        return List.of();
    }

    @Test
    void whoAskedIsNotKeptWaiting() {
        assertThat(runs.run(id, this::move, Duration.ofMillis(10))).isEmpty();
        assertThat(runs.isRunning(id)).isTrue();
        end.countDown();
        await().until(() -> made.get() == 1);
        await().until(() -> !runs.isRunning(id));
    }

    @Test
    void whoAskedMayLeave() throws Exception {
        Thread asks = new Thread(() -> runs.run(id, this::move, Duration.ofMinutes(1)));
        asks.start();
        await().until(() -> runs.isRunning(id));
        asks.interrupt();
        asks.join();
        end.countDown();
        await().until(() -> made.get() == 1);
    }

    @Test
    void aStopWaitsForItsEndAndBeginsNoOther() {
        runs.run(id, this::move, Duration.ofMillis(10));
        Thread stops = new Thread(runs::stop);
        stops.start();
        await().until(() -> !runs.isRunning());
        assertThatThrownBy(() -> runs.run(UUID.randomUUID(), List::of, Duration.ofSeconds(1)))
                .isInstanceOf(UnavailableException.class);
        end.countDown();
        await().until(() -> !stops.isAlive());
        assertThat(made).hasValue(1);
    }

    @Test
    void aStopUndoesOneThatDoesNotEnd() {
        MoveRuns impatient = new MoveRuns(Duration.ofMillis(20));
        impatient.run(id, this::move, Duration.ofMillis(10));
        impatient.stop();
        await().until(() -> made.get() == 100);
    }

    @Test
    void itsOwnFailureIsItsAnswer() {
        IllegalStateException fault = new IllegalStateException("a fault");
        assertThatThrownBy(() -> runs.run(
                        id,
                        () -> {
                            throw fault;
                        },
                        Duration.ofSeconds(10)))
                .isSameAs(fault);
    }
}
