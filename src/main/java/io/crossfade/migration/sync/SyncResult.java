package io.crossfade.migration.sync;

import java.util.Set;

/**
 * @param synced how many keys are equal in both stores now
 * @param quarantined the keys that could not be stored, and why they could not stands in the quarantine; or that were
 *     found to differ while nothing may be synced, and stand in the outbox
 */
public record SyncResult(int synced, Set<String> quarantined) {

    public boolean complete() {
        return quarantined.isEmpty();
    }

    SyncResult and(SyncResult other) {
        Set<String> both = new java.util.TreeSet<>(quarantined);
        both.addAll(other.quarantined);
        return new SyncResult(synced + other.synced, Set.copyOf(both));
    }
}
