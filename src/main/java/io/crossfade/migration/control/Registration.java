package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.SQLException;

/** Whether this instance may replicate to the source: only if those who wait for all such writes to end know of it. */
public interface Registration {

    /**
     * Asked in the transaction of each such write, under the unit's lock.
     *
     * @throws SQLException if this instance is not registered now; nothing may be written
     */
    void require(Connection connection) throws SQLException;
}
