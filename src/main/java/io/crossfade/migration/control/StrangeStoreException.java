package io.crossfade.migration.control;

import java.sql.SQLException;

/** The target does not belong to this instance's installation. Nothing was done; it is as good as away. */
final class StrangeStoreException extends SQLException {

    private static final String CONNECTION_REJECTED = "08004";

    StrangeStoreException(String message) {
        super(message, CONNECTION_REJECTED);
    }
}
