package io.crossfade.torture.load;

import java.util.SplittableRandom;

/** A kind of traffic on keys of its own. Used by several threads at once. */
interface Workload {

    /** Makes one request, after those that create what it stands on. */
    void step(Requests requests, SplittableRandom random);
}
