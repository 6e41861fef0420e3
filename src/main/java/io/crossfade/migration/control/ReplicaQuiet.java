package io.crossfade.migration.control;

import java.sql.SQLException;
import java.util.List;

/** What all instances say of their writes to the source as a replica. */
interface ReplicaQuiet {

    /**
     * @param drained the row, which allows no more of these writes
     * @return the addresses of the registered instances that have not said, since the row stands so, that none of theirs is
     *     running or of unknown end
     */
    List<String> notQuiet(FenceRow drained) throws SQLException;
}
