package io.crossfade.migration.control;

/** The engine's own writes to the source as a replica. */
public interface ReplicaWrites {

    /** Whether none of them to this unit is running or of unknown end. */
    boolean quiet(String unit);
}
