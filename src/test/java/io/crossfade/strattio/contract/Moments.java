package io.crossfade.strattio.contract;

import static org.awaitility.Awaitility.await;

import io.crossfade.strattio.common.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Waits for the clock, so that what is written next bears another time. */
final class Moments {

    private Moments() {}

    /** Until it is a later millisecond than that. */
    static void after(Instant time) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> Times.now(Clock.systemUTC())
                .isAfter(time));
    }
}
