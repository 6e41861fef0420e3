package io.crossfade.torture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long each part of a run took. */
final class Parts {

    private final Map<String, Long> millis = new LinkedHashMap<>();
    private long since = System.nanoTime();

    /** That part ends now; it began with the end of the one before. */
    void end(String part) {
        long now = System.nanoTime();
        millis.merge(part, TimeUnit.NANOSECONDS.toMillis(now - since), Long::sum);
        since = now;
    }

    Map<String, Long> millis() {
        return millis;
    }
}
