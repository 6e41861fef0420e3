package io.crossfade.migration.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnitPermitTest {

    private static final Duration TTL = Duration.ofSeconds(2);

    private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
    private final Clock wall = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final UnitPermit permit = new UnitPermit(TTL, Duration.ofSeconds(3), now::get, wall);
    private final FenceDocument strict =
            new FenceDocument("owners", 7, "a", 1, Mode.STRICT, 7, null, false, Phase.READ_SWITCH, 100);
    private final FenceDocument closed = strict.with(Mode.CLOSED);

    private UnitPermit.Read read(FenceDocument document) {
        return new UnitPermit.Read(document, now.get(), wall.millis());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void doesNotGoBackToWhatWasReadBeforeAChangeOfItsOwn() {
        permit.install(read(strict));
        pass(Duration.ofMillis(10));
        UnitPermit.Read onItsWay = read(strict);
        permit.installOwn(closed);

        permit.install(onItsWay);

        assertThat(permit.epoch()).isEqualTo(closed.epoch());
        assertThat(permit.valid()).contains(closed);
    }

    @Test
    void believesALowerEpochThatIsReadLongAfterwards() {
        permit.install(read(closed));
        pass(TTL.multipliedBy(2));

        permit.install(read(strict));

        assertThat(permit.valid()).contains(strict);
    }

    @Test
    void isNoLongerAfterAChangeOfItsOwn() {
        permit.install(read(strict));
        pass(Duration.ofMillis(1_500));
        permit.installOwn(strict.with(Mode.RELAXED));
        assertThat(permit.valid()).isPresent();

        pass(Duration.ofMillis(500));

        assertThat(permit.valid()).isEmpty();
    }

    @Test
    void isNoneAfterAChangeOfItsOwnIfItHadNone() {
        permit.install(read(strict));
        pass(TTL);

        permit.installOwn(strict.with(Mode.RELAXED));

        assertThat(permit.valid()).isEmpty();
    }

    @Test
    void isOverByTheWallClockToo() {
        UnitPermit suspended = new UnitPermit(
                TTL, Duration.ofSeconds(3), now::get, Clock.fixed(Instant.EPOCH.plus(TTL), ZoneOffset.UTC));
        suspended.install(read(strict));
        assertThat(suspended.valid()).isEmpty();
    }
}
