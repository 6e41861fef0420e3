package io.crossfade.migration.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.crossfade.migration.Side;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Red if an alert falls silent because the store is away, or because a unit was never verified. */
class VerificationMetricsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Clock clock = mock(Clock.class);
    private final VerificationRuns runs = mock(VerificationRuns.class);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void bind() {
        Units units = new Units(List.of(UnitMapping.of("owners").build()));
        new VerificationMetrics(units, runs, clock).bindTo(meters);
        at(NOW);
    }

    private void at(Instant instant) {
        when(clock.instant()).thenReturn(instant);
        when(clock.millis()).thenReturn(instant.toEpochMilli());
    }

    private double gauge(String name) {
        return meters.get("crossfade.verification." + name).gauge().value();
    }

    @Test
    void theAgeOfNoneIsInfinite() throws Exception {
        when(runs.lastFinished("owners")).thenReturn(VerificationStatus.none("owners"));
        assertThat(gauge("age.seconds")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(gauge("differences")).isZero();
    }

    @Test
    void staysWhatItWasWhileTheStoreIsAwayAndGrowsOlder() throws Exception {
        when(runs.lastFinished("owners"))
                .thenReturn(new VerificationStatus(
                        "owners",
                        1,
                        VerificationState.FINISHED,
                        false,
                        Side.SOURCE,
                        NOW.minusSeconds(100),
                        NOW.minusSeconds(90),
                        9,
                        3,
                        0,
                        0,
                        0,
                        2,
                        0,
                        null,
                        new VerificationStatus.Basis(false, null, null),
                        new VerificationStatus.Progress(0, 0, null)));
        assertThat(gauge("age.seconds")).isEqualTo(100);
        when(runs.lastFinished("owners")).thenThrow(new SQLException("away", "08006"));
        for (int minutes = 1; minutes < 3; minutes++) {
            at(NOW.plus(Duration.ofMinutes(minutes)));
            assertThat(gauge("age.seconds")).isEqualTo(100 + 60.0 * minutes);
            assertThat(gauge("differences")).isEqualTo(3);
            assertThat(gauge("set.aside")).isEqualTo(2);
        }
        // One question each time, however many gauges a scrape reads.
        verify(runs, times(3)).lastFinished("owners");
    }
}
