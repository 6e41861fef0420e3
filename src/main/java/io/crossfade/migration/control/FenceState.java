package io.crossfade.migration.control;

import java.util.Locale;

/** What a unit's fence row in the target allows. */
public enum FenceState {
    /** Syncs source to target. */
    CLOSED,
    /** Writes as authority, and syncs target to source. */
    OPEN,
    /** Syncs target to source alone: the way back has begun. */
    DRAINING,
    /** Nothing: the outbox is empty, and syncs of unknown end are waited for. */
    DRAINED;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FenceState ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    public boolean syncsToTarget() {
        return this == CLOSED;
    }

    public boolean syncsToSource() {
        return this == OPEN || this == DRAINING;
    }
}
