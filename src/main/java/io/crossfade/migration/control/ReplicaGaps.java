package io.crossfade.migration.control;

import java.sql.SQLException;
import java.util.Set;

/** What a replica lacks and no feed will bring: keys that were set aside, and changes whose history was lost. */
interface ReplicaGaps {

    /** The units whose replicas lack something now. */
    Set<String> units() throws SQLException;
}
