package io.crossfade.migration.operations;

import java.sql.SQLException;

/** What an operator asked for was done; only the audit could not be written. */
final class UnauditedException extends RuntimeException {

    UnauditedException(String unit, String what, String detail, SQLException lost) {
        super(
                "Unit '" + unit + "': " + what + " (" + detail
                        + ") was done, but that could not be written to the audit (SQLSTATE " + lost.getSQLState()
                        + "); do not repeat it, and note yourself who did it and why.",
                lost);
    }
}
