package io.crossfade.torture.load;

import java.time.Duration;

/**
 * @param threads how many requests may be under way at once
 * @param perSecond how many begin in a second, of all threads together
 * @param requestLimit how long an answer is waited for before its outcome is unknown
 */
public record LoadOptions(int threads, int perSecond, Duration requestLimit) {

    public LoadOptions {
        if (threads < 1 || perSecond < 1) {
            throw new IllegalArgumentException("A load needs a thread and a request per second at least");
        }
    }
}
