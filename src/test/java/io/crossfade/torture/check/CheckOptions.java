package io.crossfade.torture.check;

import io.crossfade.torture.load.Operation;
import java.time.Duration;
import java.util.function.ToLongFunction;

/**
 * @param slowest how long a request may take: as long as writes are held, and the stores' own limits
 * @param limit how many configurations to look at for one group before it counts as undecided
 * @param excused nanoseconds of a request's time that nobody could have answered it in
 */
public record CheckOptions(Duration slowest, int limit, ToLongFunction<Operation> excused) {

    /** Nothing is excused. */
    CheckOptions(Duration slowest, int limit) {
        this(slowest, limit, operation -> 0);
    }

    public static CheckOptions defaults() {
        return new CheckOptions(Duration.ofSeconds(20), 2_000_000);
    }

    public CheckOptions excusing(ToLongFunction<Operation> nanos) {
        return new CheckOptions(slowest, limit, nanos);
    }
}
