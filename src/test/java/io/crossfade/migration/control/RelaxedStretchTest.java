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

/** From when a writer that finds RELAXED counts until nobody reads the replica any more. */
class RelaxedStretchTest {

    private static final Duration OVER = Duration.ofSeconds(3);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
    private final Clock wall = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final UnitPermit permit = new UnitPermit(Duration.ofMinutes(1), OVER, now::get, wall);
    private final FenceDocument strict =
            new FenceDocument("owners", 7, "a", 1, Mode.STRICT, 7, null, false, Phase.READ_SWITCH, 100);
    private final FenceDocument relaxed = strict.with(Mode.RELAXED);

    /** The answer arrives a second after the question. */
    private void readSlowly(FenceDocument document) {
        UnitPermit.Read read = new UnitPermit.Read(document, now.get(), wall.millis());
        now.addAndGet(SECOND.toNanos());
        permit.install(read);
    }

    @Test
    void beginsWithTheArrivalOfWhatShowedIt() {
        readSlowly(strict);
        readSlowly(relaxed);

        assertThat(permit.overAt(relaxed) - now.get()).isEqualTo(OVER.toNanos());
    }

    @Test
    void goesOnThroughOtherChanges() {
        readSlowly(strict);
        readSlowly(relaxed);
        FenceDocument otherPercent = relaxed.at(Phase.READ_SWITCH, 50);
        readSlowly(otherPercent);

        assertThat(permit.overAt(otherPercent) - now.get())
                .isEqualTo(OVER.minus(SECOND).toNanos());
    }

    @Test
    void beginsAnewAfterAnotherMode() {
        readSlowly(strict);
        readSlowly(relaxed);
        FenceDocument again = relaxed.with(Mode.TIGHTENING).with(Mode.STRICT).with(Mode.RELAXED);
        readSlowly(again);

        assertThat(permit.overAt(again) - now.get()).isEqualTo(OVER.toNanos());
    }
}
