package io.crossfade.migration.verify;

import io.crossfade.migration.sync.KeySync;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Syncs by key what a unit's last verification found, without going through everything once more. */
public final class FindingsRepair {

    private static final int PAGE = 200;

    private final Findings findings;
    private final KeyLook keys;

    FindingsRepair(Findings findings, KeySync sync) {
        this.findings = findings;
        this.keys = KeyLook.by(sync, unit -> true);
    }

    /**
     * What became of the findings that were kept.
     *
     * @param equal keys in which the stores are equal now
     * @param quarantined keys that cannot be stored, and stand in the quarantine
     * @param different keys that differ still, or again
     */
    public record Repaired(String unit, long equal, long quarantined, long different) {}

    /**
     * Returns when it is done: a page of keys after the other, in the sync's own transactions.
     *
     * @throws io.crossfade.migration.sync.SyncFailedException if a store could not be asked; what was synced before stays so
     */
    public Repaired run(String unit) throws SQLException {
        long equal = 0;
        long quarantined = 0;
        long different = 0;
        String after = null;
        while (true) {
            List<String> page =
                    findings.list(unit, after, PAGE).stream().map(Finding::key).toList();
            if (page.isEmpty()) {
                return new Repaired(unit, equal, quarantined, different);
            }
            Set<String> aside = keys.repair(unit, page);
            quarantined += aside.size();
            for (String key : page) {
                if (!aside.contains(key)) {
                    boolean same = keys.recheck(unit, key).isEmpty();
                    equal += same ? 1 : 0;
                    different += same ? 0 : 1;
                }
            }
            after = page.getLast();
        }
    }
}
