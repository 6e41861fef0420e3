package io.crossfade.migration.control;

import java.time.Duration;

/** The unit's exclusive lock was not to be had: syncs or chunks held it all the time. Nothing was changed. */
public final class FlipTimeoutException extends RuntimeException {

    FlipTimeoutException(String unit, Duration limit) {
        super("Unit '" + unit + "': syncs or chunks held its lock for " + limit.toSeconds()
                + " s, nothing was changed; try again");
    }
}
