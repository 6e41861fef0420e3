package io.crossfade.migration.verify;

import io.crossfade.migration.sync.Difference;
import io.crossfade.migration.sync.KeySync;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a verification asks of the sync by key. */
interface KeyLook {

    /** Compares a key under its lock; empty if the stores are equal in it. */
    Optional<Difference> recheck(String unit, String key);

    /** Makes keys equal; returns those that could not be and stand in the quarantine now. */
    Set<String> repair(String unit, Collection<String> keys);

    /**
     * Waits until the feeds have brought over what was changed in the unit before.
     *
     * @return false if they did not within a few seconds
     */
    boolean settle(String unit);

    static KeyLook by(KeySync sync, Predicate<String> settling) {
        return new KeyLook() {
            @Override
            public Optional<Difference> recheck(String unit, String key) {
                return sync.recheck(unit, key);
            }

            @Override
            public Set<String> repair(String unit, Collection<String> keys) {
                return sync.sync(unit, keys).quarantined();
            }

            @Override
            public boolean settle(String unit) {
                return settling.test(unit);
            }
        };
    }
}
