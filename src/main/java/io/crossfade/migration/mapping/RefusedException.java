package io.crossfade.migration.mapping;

import org.jspecify.annotations.Nullable;

/**
 * A document or row that cannot cross to the other store. It belongs into the quarantine, never over the side: trying
 * again does not help until somebody changes the data. The message names types, lengths and limits, never a value.
 */
public final class RefusedException extends Exception {

    private final RefusalReason reason;
    private final @Nullable String column;

    private RefusedException(RefusalReason reason, @Nullable String column, @Nullable String detail) {
        super((column == null ? "" : "column '" + column + "': ")
                + reason.explanation()
                + (detail == null ? "" : " (" + detail + ")"));
        this.reason = reason;
        this.column = column;
    }

    /** A refusal that concerns no one column. */
    public static RefusedException because(RefusalReason reason) {
        return new RefusedException(reason, null, null);
    }

    /** @param column the column's name; "id" and "unmapped" are columns too */
    public static RefusedException because(RefusalReason reason, String column) {
        return new RefusedException(reason, column, null);
    }

    /** @param detail types, lengths, limits; never a value */
    public static RefusedException because(RefusalReason reason, String column, String detail) {
        return new RefusedException(reason, column, detail);
    }

    public RefusalReason reason() {
        return reason;
    }

    /** The column's name, or null if the refusal concerns no one column. */
    public @Nullable String column() {
        return column;
    }
}
