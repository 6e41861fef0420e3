package io.crossfade.migration.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SampledShadowReadsTest {

    private static final long MILLISECOND = 1_000_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TwoStores stores;
    private SampledShadowReads reads;

    @BeforeEach
    void open() throws Exception {
        stores = new TwoStores();
        stores.phase("shadow_read");
        reads = new SampledShadowReads(
                stores.states, meters, new StoreNames("MONGO", "POSTGRES"), new ShadowProperties(0.5, 1, 2), () -> 0.4);
    }

    @AfterEach
    void close() {
        reads.close();
        stores.close();
    }

    @Test
    void countsEqualAnswers() {
        reads.offer("owners", "find", "a", MILLISECOND, () -> "a", () -> "a");
        reads.<String>offer("owners", "find", null, MILLISECOND, () -> null, () -> null);
        awaitCounts(new ShadowCounts(2, 0, 0, 0));
        assertThat(meters.get("crossfade.shadow.reads")
                        .tags("unit", "owners", "outcome", "equal")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void countsADifferenceThatStays() {
        reads.offer("owners", "find", "a", MILLISECOND, () -> "a", () -> "b");
        awaitCounts(new ShadowCounts(0, 1, 0, 0));
    }

    @Test
    void aWriteInBetweenIsNoDifference() {
        reads.offer("owners", "find", "old", MILLISECOND, () -> "new", answers("new", "new"));
        reads.offer("owners", "find", "new", MILLISECOND, () -> "new", answers("old", "old", "new"));
        awaitCounts(new ShadowCounts(2, 0, 0, 0));
    }

    @Test
    void countsFailures() {
        reads.offer("owners", "find", "a", MILLISECOND, () -> "a", () -> {
            throw new IllegalStateException("away");
        });
        awaitCounts(new ShadowCounts(0, 0, 1, 0));
    }

    /** Red if a read that ends with an error is one of which nobody hears. */
    @Test
    void countsErrorsToo() {
        reads.offer("owners", "find", "a", MILLISECOND, () -> "a", () -> {
            throw new AssertionError("a fault of the program");
        });
        awaitCounts(new ShadowCounts(0, 0, 1, 0));
        assertThat(reads.replay("owners", 5))
                .singleElement()
                .returns(0L, ReadComparison::reads)
                .returns(6L, ReadComparison::failed);
    }

    @Test
    void dropsWhatDoesNotFitAndNeverWaits() {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            reads.offer("owners", "find", "a", MILLISECOND, () -> "a", () -> {
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
        SampledShadowReads rare = new SampledShadowReads(
                stores.states, meters, new StoreNames("MONGO", "POSTGRES"), new ShadowProperties(0.5, 1, 2), () -> 0.5);
        rare.offer("owners", "find", "a", MILLISECOND, () -> "a", () -> {
            throw new AssertionError("outside the sample");
        });
        for (String phase : List.of("source", "dual_write", "backfill", "source_removed")) {
            stores.phase(phase);
            reads.offer("owners", "find", "a", MILLISECOND, () -> "a", () -> "b");
        }
        stores.phase("target");
        reads.offer("owners", "find", "a", MILLISECOND, () -> "a", () -> "a");
        awaitCounts(new ShadowCounts(1, 0, 0, 0));
        assertThat(rare.counts("owners")).isEqualTo(new ShadowCounts(0, 0, 0, 0));
        rare.close();
    }

    @Test
    void timesEachReadInBothStores() {
        for (int i = 0; i < 2; i++) {
            reads.offer("owners", "find", "a", 5 * MILLISECOND, () -> "a", slowly("a"));
            awaitCounts(new ShadowCounts(i + 1, 0, 0, 0));
        }
        reads.offer("owners", "list", "a", 7 * MILLISECOND, () -> "b", answers("b", "b"));
        reads.offer("owners", "count", "a", 7 * MILLISECOND, () -> "a", () -> {
            throw new IllegalStateException("away");
        });
        awaitCounts(new ShadowCounts(3, 0, 1, 0));
        assertThat(reads.times("owners"))
                .as("a read that only one store answered is no pair")
                .extracting(ReadComparison::operation, ReadComparison::reads)
                .containsExactly(tuple("find", 2L), tuple("list", 1L));
        ReadComparison find = reads.times("owners").getFirst();
        assertThat(find.source().p50()).isCloseTo(5, within(0.1));
        assertThat(find.source().p99()).isCloseTo(5, within(0.1));
        assertThat(find.target().p50()).isBetween(19.0, 1_000.0);
        assertThat(meters.get("crossfade.shadow.times")
                        .tags("unit", "owners", "operation", "find", "store", "postgres")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(reads.times("items")).isEmpty();
    }

    @Test
    void makesTheLastReadsAgainInBothStores() throws Exception {
        assertThatThrownBy(() -> reads.replay("owners", 10))
                .isInstanceOf(VerificationRefusedException.class)
                .hasMessageContaining("no shadow read");
        AtomicInteger source = new AtomicInteger();
        AtomicInteger target = new AtomicInteger();
        reads.offer("owners", "find", "a", 1, answering("a", source), () -> {
            target.incrementAndGet();
            return slowly("a").get();
        });
        reads.offer("owners", "list", "a", 1, answering("a", new AtomicInteger()), () -> {
            throw new IllegalStateException("away");
        });
        await().until(() -> target.get() == 1);
        List<ReadComparison> compared = reads.replay("owners", 10);
        assertThat(compared)
                .extracting(ReadComparison::operation, ReadComparison::reads, ReadComparison::failed)
                .containsExactly(tuple("find", 10L, 0L), tuple("list", 0L, 11L));
        assertThat(compared.getFirst().target().p50()).isBetween(19.0, 1_000.0);
        assertThat(compared.getFirst().source().p50()).isLessThan(19);
        assertThat(source).as("and once before, not counted").hasValue(11);
        assertThat(target).hasValue(12);
        assertThatThrownBy(() -> reads.replay("owners", 0)).isInstanceOf(IllegalArgumentException.class);
        stores.phase("source_removed");
        assertThatThrownBy(() -> reads.replay("owners", 10)).isInstanceOf(VerificationRefusedException.class);
    }

    private static Supplier<String> answering(String answer, AtomicInteger asked) {
        return () -> {
            asked.incrementAndGet();
            return answer;
        };
    }

    private static Supplier<String> slowly(String answer) {
        return () -> {
            long until = System.nanoTime() + 20 * MILLISECOND;
            while (System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
            return answer;
        };
    }

    private void awaitCounts(ShadowCounts expected) {
        await().untilAsserted(() -> assertThat(reads.counts("owners")).isEqualTo(expected));
    }

    private static Supplier<String> answers(String... answers) {
        Iterator<String> each = List.of(answers).iterator();
        return each::next;
    }
}
