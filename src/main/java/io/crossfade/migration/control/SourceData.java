package io.crossfade.migration.control;

/** The unit's data in the source, as a whole. */
public interface SourceData {

    /** Whether the source answers now. */
    boolean reachable();

    /** Drops the unit's collection for good. */
    void drop(String unit);
}
