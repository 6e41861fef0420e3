package io.crossfade.migration.operations;

import io.crossfade.migration.control.PostgresFailures;
import java.sql.SQLException;

/** What an operator asked for was done, and written down; only how it stands since then could not be read. */
final class UntoldException extends RuntimeException {

    UntoldException(SQLException lost) {
        super(
                "It was done. How it stands now could not be read (PostgreSQL: " + PostgresFailures.reason(lost)
                        + "): do not repeat it, and ask for its status in a moment.",
                lost);
    }
}
