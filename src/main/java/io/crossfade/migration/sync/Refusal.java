package io.crossfade.migration.sync;

import io.crossfade.migration.mapping.RedactedSqlException;
import io.crossfade.migration.mapping.RefusedException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Why a key cannot be stored. Never holds a value, only names. */
record Refusal(
        String reason, @Nullable String column, @Nullable String detail) {

    /** Waits for its parent, and is tried again by itself. */
    static final String ORPHAN = "orphan";

    /** Waits for another key to let go of a unique value, and is tried again by itself. */
    static final String DUPLICATE = "duplicate";

    /** Something that is neither a store's failure nor a refusal: a fault of the program, or of the mapping. */
    static final String UNEXPECTED = "unexpected";

    /** Alone it takes longer than a store may, and is tried again by itself, later and later. */
    static final String TOO_SLOW = "too-slow";

    private static final String REFUSED_BY_STORE = "refused-by-store";

    static Refusal of(RefusedException refused) {
        return new Refusal(refused.reason().code(), refused.column(), refused.getMessage());
    }

    static Refusal orphan(String column, String parent) {
        return new Refusal(ORPHAN, column, "no such row of '" + parent + "' in either store");
    }

    static Refusal duplicate(String constraint) {
        return new Refusal(DUPLICATE, null, "another key holds the unique value of (" + constraint + ")");
    }

    /** Named by its class alone: its message may quote values. */
    static Refusal unexpected(Throwable thrown) {
        return new Refusal(UNEXPECTED, null, thrown.getClass().getName());
    }

    /** @param failure of a store, of a kind that one key can cause */
    static Refusal failedAlone(Exception failure) {
        return new Refusal(
                Failures.tookTooLong(failure) ? TOO_SLOW : UNEXPECTED,
                null,
                Failures.summary(failure) + ", each time alone, while other keys could be synced");
    }

    /** From the server's refusal: its code and the names it gives, not its text, which quotes values. */
    static Refusal of(SQLException refused) {
        RedactedSqlException redacted = RedactedSqlException.of("sync", refused);
        String reason =
                Failures.isUnique(refused) ? DUPLICATE : Failures.isForeignKey(refused) ? ORPHAN : REFUSED_BY_STORE;
        String constraint = redacted.constraint();
        return new Refusal(
                reason,
                null,
                "SQLSTATE " + redacted.getSQLState() + (constraint == null ? "" : ", constraint " + constraint));
    }

    static Refusal ofSource(int code) {
        return new Refusal(
                code == ToSource.DUPLICATE_KEY ? DUPLICATE : REFUSED_BY_STORE,
                null,
                "error " + code + " of the source");
    }
}
