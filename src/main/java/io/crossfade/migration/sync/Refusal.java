package io.crossfade.migration.sync;

import io.crossfade.migration.mapping.RefusedException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Why a key cannot be stored. Never holds a value, only names. */
record Refusal(
        String reason, @Nullable String column, @Nullable String detail) {

    static Refusal of(RefusedException refused) {
        return new Refusal(refused.reason().code(), refused.column(), refused.getMessage());
    }

    static Refusal orphan(String column, String parent) {
        return new Refusal("orphan", column, "no such row of '" + parent + "' in either store");
    }

    static Refusal duplicate(String constraint) {
        return new Refusal("duplicate", null, "another key holds the unique value of (" + constraint + ")");
    }

    /** From the server's refusal: its code and the names it gives, not its text, which quotes values. */
    static Refusal of(SQLException refused) {
        ServerErrorMessage message = refused instanceof PSQLException server ? server.getServerErrorMessage() : null;
        String constraint = message == null ? null : message.getConstraint();
        return new Refusal(
                "refused-by-store",
                message == null ? null : message.getColumn(),
                "SQLSTATE " + refused.getSQLState() + (constraint == null ? "" : ", constraint " + constraint));
    }

    static Refusal ofSource(int code) {
        return new Refusal("refused-by-store", null, "error " + code + " of the source");
    }
}
