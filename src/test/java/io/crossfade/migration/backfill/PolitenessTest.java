package io.crossfade.migration.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.testing.PostgresForTests;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PolitenessTest {

    private static final long SECOND = 1_000_000_000;

    private final AtomicLong value = new AtomicLong();
    private final AtomicLong now = new AtomicLong();
    private final Politeness politeness = new Politeness(
            List.of(new Signal() {
                @Override
                public String name() {
                    return "commit latency";
                }

                @Override
                public long limitMillis() {
                    return 250;
                }

                @Override
                public long millis() {
                    return value.get();
                }
            }),
            now::get);

    @Test
    void restsTwiceAsLongWhileItIsTooMuchAndHalfAsLongAfterwards() {
        assertThat(politeness.restPerWork()).isZero();
        value.set(251);
        for (double rest : new double[] {0.5, 1, 2, 4, 8, 16, 16}) {
            now.addAndGet(SECOND);
            assertThat(politeness.restPerWork()).isEqualTo(rest);
            assertThat(politeness.restPerWork()).as("looked at once a second").isEqualTo(rest);
        }
        assertThat(politeness.reason()).isEqualTo("slowed by commit latency: 251 ms, more than 250");
        value.set(250);
        for (double rest : new double[] {8, 4, 2, 1, 0.5, 0}) {
            now.addAndGet(SECOND);
            assertThat(politeness.restPerWork()).isEqualTo(rest);
        }
        assertThat(politeness.reason()).isNull();
    }

    @Test
    void forgetsHowSlowRequestsWereWhileAStoreWasAway() throws Exception {
        MockClock clock = new MockClock();
        SimpleMeterRegistry meters = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
        meters.config().meterFilter(BackfillConfiguration.livePercentile());
        meters.timer(Signals.OPERATIONS).record(Duration.ofSeconds(2));
        Signal latency = Signals.liveLatency(meters, 500);
        assertThat(latency.millis()).isGreaterThan(500);

        clock.add(Signals.RECENT.plusSeconds(1));

        assertThat(latency.millis()).isZero();
    }

    @Test
    void measuresWhatThereIs() throws Exception {
        DataSource target = PostgresForTests.freshDatabase();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        meters.config().meterFilter(BackfillConfiguration.livePercentile());
        meters.timer(Signals.OPERATIONS, "unit", "a").record(Duration.ofMillis(700));
        meters.timer(Signals.OPERATIONS, "unit", "b").record(Duration.ofMillis(3));

        assertThat(Signals.liveLatency(meters, 1).millis()).isBetween(650L, 750L);
        assertThat(Signals.commitLatency(target, 1).millis()).isNotNegative();
        assertThat(Signals.replicaLag(target, 1).millis()).isZero();
    }
}
