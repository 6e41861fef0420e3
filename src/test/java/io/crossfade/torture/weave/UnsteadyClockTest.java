package io.crossfade.torture.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnsteadyClockTest {

    private final AtomicLong nanos = new AtomicLong(5_000);

    private UnsteadyClock clock(String fault, long seed) {
        return new UnsteadyClock(ClockFault.parse(fault), seed, Instant.EPOCH, nanos::get);
    }

    @Test
    void runsAtItsRate() {
        UnsteadyClock fast = clock("rate=1.5", 1);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        assertThat(fast.instant()).isEqualTo(Instant.EPOCH.plusSeconds(15));
    }

    @Test
    void jumpsForwardAndBackAsTheSeedSays() {
        UnsteadyClock clock = clock("jump=PT20S,every=PT2S", 7);
        UnsteadyClock same = clock("jump=PT20S,every=PT2S", 7);
        UnsteadyClock other = clock("jump=PT20S,every=PT2S", 8);
        List<Instant> seen = new java.util.ArrayList<>();
        List<Instant> others = new java.util.ArrayList<>();
        for (int second = 0; second < 60; second++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(same.instant()).isEqualTo(clock.instant());
            seen.add(clock.instant());
            others.add(other.instant());
        }
        assertThat(seen).isNotEqualTo(others);
        List<Duration> steps = IntStream.range(1, seen.size())
                .mapToObj(i -> Duration.between(seen.get(i - 1), seen.get(i)))
                .toList();
        assertThat(steps).anyMatch(Duration::isNegative).anyMatch(step -> step.compareTo(Duration.ofSeconds(2)) > 0);
        assertThat(steps).allMatch(step -> step.abs().compareTo(Duration.ofSeconds(41)) < 0);
    }

    @Test
    void refusesWhatIsNoFault() {
        assertThatThrownBy(() -> ClockFault.parse("rate=0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClockFault.parse("speed=2")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClockFault.parse("fast")).isInstanceOf(IllegalArgumentException.class);
    }
}
