package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ControlPropertiesTest {

    private static ControlProperties with(Duration hold, Duration permitTtl) {
        return new ControlProperties(
                hold,
                Duration.ofSeconds(30),
                Duration.ofDays(30),
                Duration.ofSeconds(60),
                permitTtl,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Set.of(),
                "");
    }

    @Test
    void refusesAPermitThatOutlastsAMove() {
        assertThatThrownBy(() -> with(Duration.ofSeconds(5), Duration.ofSeconds(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("crossfade.control.permit-ttl", "crossfade.control.hold-limit", "4000 ms");
        assertThat(with(Duration.ofSeconds(5), Duration.ofMillis(3_999)).moveBudget())
                .isEqualTo(Duration.ofSeconds(4));
    }
}
