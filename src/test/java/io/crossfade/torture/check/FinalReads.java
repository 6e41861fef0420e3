package io.crossfade.torture.check;

import io.crossfade.torture.load.History;
import io.crossfade.torture.load.Operation;
import io.crossfade.torture.load.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;

/** What is read when all is over and the service is well: each key that was written, and each list. */
public interface FinalReads {

    /** In any order; each began after every operation of the history had ended. One that got no answer is among them too. */
    List<Operation> of(History history);

    /**
     * Through the APIs of the instances, at random. What cannot be answered now is asked again for half a minute.
     *
     * @param able which of them can be asked, by their place in the list
     */
    static FinalReads through(List<? extends Target> instances, IntPredicate able) {
        return new ReadsThroughApi(instances, able, Duration.ofSeconds(30));
    }

    /** For a history that holds all there is to know. */
    static FinalReads none() {
        return history -> List.of();
    }
}
