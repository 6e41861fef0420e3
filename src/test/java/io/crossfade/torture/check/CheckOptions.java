package io.crossfade.torture.check;

import java.time.Duration;

/**
 * @param slowest how long a request may take: as long as writes are held, and the stores' own limits
 * @param limit how many configurations to look at for one group before it counts as undecided
 */
public record CheckOptions(Duration slowest, int limit) {

    public static CheckOptions defaults() {
        return new CheckOptions(Duration.ofSeconds(20), 2_000_000);
    }
}
