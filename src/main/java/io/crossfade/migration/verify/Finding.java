package io.crossfade.migration.verify;

import io.crossfade.migration.sync.Difference;
import java.util.List;

/**
 * A difference that was seen again under the key's lock.
 *
 * @param columns names of the columns that differ
 * @param repaired whether it is gone now
 */
public record Finding(String unit, String key, Difference.Kind kind, List<String> columns, boolean repaired) {

    public Finding withKey(String other) {
        return new Finding(unit, other, kind, columns, repaired);
    }
}
