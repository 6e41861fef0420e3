package io.crossfade.embedded.tour;

import java.time.Duration;
import java.util.Optional;

/** Polls until something is so, and fails when it is not so in time. */
final class Waiting {

    private static final long PAUSE_MILLIS = 250;

    private Waiting() {}

    /** Something to wait for: what still stands against it, or empty. */
    interface Condition {
        Optional<String> against() throws TourFailedException;
    }

    /** @throws TourFailedException naming what stands against it still */
    static void until(String what, Duration limit, Condition condition)
            throws TourFailedException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<String> against = condition.against();
        while (against.isPresent()) {
            if (System.nanoTime() > deadline) {
                throw new TourFailedException(
                        "waited " + limit.toSeconds() + " s for " + what + " in vain: " + against.get());
            }
            Thread.sleep(PAUSE_MILLIS);
            against = condition.against();
        }
    }
}
