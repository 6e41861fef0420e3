package io.crossfade.migration.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SampledShadowReadsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TwoStores stores;
    private SampledShadowReads reads;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("shadow_read");
        reads = new SampledShadowReads(stores.states, meters, new ShadowProperties(0.5, 1, 2), () -> 0.4);
    }

    @AfterEach
    void close() {
        reads.close();
        stores.close();
    }

    @Test
    void countsEqualAnswers() {
        reads.offer("owners", "a", () -> "a", () -> "a");
        reads.<String>offer("owners", null, () -> null, () -> null);
        awaitCounts(new ShadowCounts(2, 0, 0, 0));
        assertThat(meters.get("crossfade.shadow.reads")
                        .tags("unit", "owners", "outcome", "equal")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void countsADifferenceThatStays() {
        reads.offer("owners", "a", () -> "a", () -> "b");
        awaitCounts(new ShadowCounts(0, 1, 0, 0));
    }

    @Test
    void aWriteInBetweenIsNoDifference() {
        reads.offer("owners", "old", () -> "new", answers("new", "new"));
        reads.offer("owners", "new", () -> "new", answers("old", "old", "new"));
        awaitCounts(new ShadowCounts(2, 0, 0, 0));
    }

    @Test
    void countsFailures() {
        reads.offer("owners", "a", () -> "a", () -> {
            throw new IllegalStateException("away");
        });
        awaitCounts(new ShadowCounts(0, 0, 1, 0));
    }

    @Test
    void dropsWhatDoesNotFitAndNeverWaits() {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            reads.offer("owners", "a", () -> "a", () -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return "a";
            });
        }
        assertThat(reads.counts("owners").dropped()).isEqualTo(2);
        release.countDown();
        awaitCounts(new ShadowCounts(3, 0, 0, 2));
    }

    @Test
    void makesNoneInAPhaseWithoutThemAndNoneOutsideTheSample() throws Exception {
        SampledShadowReads rare =
                new SampledShadowReads(stores.states, meters, new ShadowProperties(0.5, 1, 2), () -> 0.5);
        rare.offer("owners", "a", () -> "a", () -> {
            throw new AssertionError("outside the sample");
        });
        for (String phase : List.of("source", "dual_write", "backfill", "source_removed")) {
            stores.phase(phase);
            reads.offer("owners", "a", () -> "a", () -> "b");
        }
        stores.phase("target");
        reads.offer("owners", "a", () -> "a", () -> "a");
        awaitCounts(new ShadowCounts(1, 0, 0, 0));
        assertThat(rare.counts("owners")).isEqualTo(new ShadowCounts(0, 0, 0, 0));
        rare.close();
    }

    private void awaitCounts(ShadowCounts expected) {
        await().untilAsserted(() -> assertThat(reads.counts("owners")).isEqualTo(expected));
    }

    private static Supplier<String> answers(String... answers) {
        Iterator<String> each = List.of(answers).iterator();
        return each::next;
    }
}
