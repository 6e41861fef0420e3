package io.crossfade.migration.backfill;

import java.util.Locale;

/** Where a unit's backfill stands. */
public enum BackfillState {
    /** None was ever started. */
    NONE,
    RUNNING,
    PAUSED,
    CANCELLED,
    COMPLETE,
    /** Was begun or completed in an earlier period of replication; what it copied may be stale. */
    VOID;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static BackfillState ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
