package io.crossfade.migration.sync;

import io.crossfade.migration.control.Pipeline;
import java.util.Collection;

/** What a sync writes down while chunks are copied: a key that it may have changed beside one. */
final class TouchedBySync {

    private TouchedBySync() {}

    /** Under the unit's lock, and first of all writes: it gives the transaction its id, by which a backfill knows that it runs. */
    static void note(Pipeline pipeline, String unit, Collection<String> keys) {
        pipeline.add(
                "INSERT INTO crossfade.touched (unit, key) SELECT name, unnest(?::text[]) FROM crossfade.unit"
                        + " WHERE name = ? AND recording",
                keys.toArray(String[]::new),
                unit);
    }
}
