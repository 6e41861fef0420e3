package io.crossfade.torture.load;

import java.time.Duration;
import java.util.Map;

/**
 * @param threads how many requests may be under way at once
 * @param perSecond how many begin in a second, of all threads together
 * @param requestLimit how long an answer is waited for before its outcome is unknown
 * @param mix the weight of each workload, by its name
 */
public record LoadOptions(int threads, int perSecond, Duration requestLimit, Map<String, Integer> mix) {

    public LoadOptions {
        if (threads < 1 || perSecond < 1) {
            throw new IllegalArgumentException("A load needs a thread and a request per second at least");
        }
        mix = mix.isEmpty() ? Mix.USUAL : Map.copyOf(mix);
    }

    /** With the usual mix. */
    public LoadOptions(int threads, int perSecond, Duration requestLimit) {
        this(threads, perSecond, requestLimit, Map.of());
    }
}
