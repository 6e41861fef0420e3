package io.crossfade.migration.control;

import java.sql.SQLException;

/** A store does not belong to this instance's installation, or is not known to. Nothing was done; it is as good as away. */
public final class StrangeStoreException extends SQLException {

    private static final String CONNECTION_REJECTED = "08004";

    StrangeStoreException(String message) {
        super(message, CONNECTION_REJECTED);
    }
}
