package io.crossfade.migration.control;

import java.time.Duration;

/** Waits for the followers. */
public interface Barrier {

    /**
     * Writes a mark of its own into the source and waits until the follower has synced every change before it.
     *
     * @return whether that happened within the limit
     */
    boolean awaitSourceMark(String unit, Duration limit);

    /** Whether a follower is at work somewhere, so that waiting for it has a chance. */
    default boolean follows(String unit) {
        return true;
    }
}
