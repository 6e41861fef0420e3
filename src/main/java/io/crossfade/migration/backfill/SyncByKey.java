package io.crossfade.migration.backfill;

import java.util.Collection;

/** Makes keys equal to the authority, one by one, or puts them into quarantine with the reason. */
interface SyncByKey {

    void sync(String unit, Collection<String> keys);
}
