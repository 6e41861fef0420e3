package io.crossfade.migration.control;

import java.sql.SQLException;

/** How many keys of a unit could not be stored in the replica. */
public interface QuarantineCount {

    long count(String unit) throws SQLException;
}
