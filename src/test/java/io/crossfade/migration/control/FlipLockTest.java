package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.EngineForTests;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that is gone must not keep the lock on which everybody else waits. */
class FlipLockTest {

    private EngineForTests engine;

    @BeforeEach
    void start() {
        engine = EngineForTests.start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void aFlipThatFallsSilentLosesTheLockAndDoesNotHappen() throws Exception {
        PostgresFence fence = engine.bean(PostgresFence.class);
        long epoch = fence.read(OWNERS).epoch();
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        CompletableFuture<FenceRow> silent = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                silent.complete(fence.flip(
                        OWNERS,
                        epoch,
                        row -> row.withPercent(1),
                        (connection, before) -> {
                            locked.countDown();
                            await(goesOn);
                        },
                        Duration.ofSeconds(1)));
            } catch (Exception failed) {
                silent.completeExceptionally(failed);
            }
        });
        locked.await();

        FenceRow flipped = fence.flip(
                OWNERS, epoch, row -> row.withPercent(2), (connection, before) -> {}, Duration.ofSeconds(20));
        goesOn.countDown();

        assertThat(flipped.percent()).isEqualTo(2);
        assertThat(silent).failsWithin(Duration.ofSeconds(20));
        assertThat(fence.read(OWNERS)).isEqualTo(flipped);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
