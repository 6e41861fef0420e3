package io.crossfade.torture.load;

import java.util.SplittableRandom;

/** A kind of traffic on keys of its own. Used by several threads at once. */
interface Workload {

    /** Makes one request. */
    void step(Requests requests, SplittableRandom random);
}
