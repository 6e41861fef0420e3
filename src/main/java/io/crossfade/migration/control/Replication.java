package io.crossfade.migration.control;

import java.util.Collection;

/** Brings keys to the store that does not decide, within a request. */
public interface Replication {

    /**
     * Makes the other store equal to the authority in these keys. Bounded in time; the feed makes good what it could not do.
     *
     * @return whether all keys are equal now: false if the other store is away or slow, or a key is quarantined
     */
    boolean replicate(String unit, Collection<String> keys);
}
