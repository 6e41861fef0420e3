package io.crossfade.migration.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ByteQueueTest {

    private final ByteQueue<Integer> queue = new ByteQueue<>(100);

    @Test
    void holdsNoMoreBytesThanItMay() throws Exception {
        AtomicInteger put = new AtomicInteger();
        Thread producer = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < 1_000; i++) {
                    queue.put(i, 30);
                    put.incrementAndGet();
                }
                queue.end();
            } catch (InterruptedException | ByteQueue.FailedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> producer.getState() == Thread.State.WAITING);
        assertThat(put).hasValue(3);
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.take()).isEqualTo(i);
        }
        assertThat(queue.take()).isNull();
        assertThat(queue.highest()).isEqualTo(90);
    }

    @Test
    void letsALargerOnePassAlone() throws Exception {
        queue.put(1, 5_000);
        Thread second = Thread.ofVirtual().start(() -> {
            try {
                queue.put(2, 1);
            } catch (InterruptedException | ByteQueue.FailedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> second.getState() == Thread.State.WAITING);
        assertThat(queue.take()).isEqualTo(1);
        assertThat(queue.take()).isEqualTo(2);
    }

    @Test
    void failsWhoeverWaitsOnEitherSide() {
        CompletableFuture<Throwable> taker = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                queue.take();
            } catch (InterruptedException | ByteQueue.FailedException e) {
                taker.complete(e.getCause());
            }
        });
        await().until(() -> waiting.getState() == Thread.State.WAITING);
        IllegalStateException cause = new IllegalStateException("read");
        queue.fail(cause);
        queue.fail(new IllegalStateException("later"));
        assertThat(taker).succeedsWithin(java.time.Duration.ofSeconds(5)).isSameAs(cause);
        assertThatExceptionOfType(ByteQueue.FailedException.class)
                .isThrownBy(() -> queue.put(1, 1))
                .withCause(cause);
    }
}
