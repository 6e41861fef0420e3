package io.crossfade.migration.control;

/** Brings a replica that was not followed for a while up to date. */
public interface CatchUp {

    /**
     * Compares all keys of the unit and syncs those that differ, until a pass finds none.
     *
     * @return whether the stores are equal now
     */
    boolean repairAll(String unit);
}
