package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.backfill.Backfill;
import io.crossfade.migration.control.QuarantineCount;
import java.sql.SQLException;

/** Gathers what is known of a unit's copy. */
final class BackfillViews {

    private final Backfill backfill;
    private final QuarantineCount quarantine;
    private final StoreNames names;

    BackfillViews(Backfill backfill, QuarantineCount quarantine, StoreNames names) {
        this.backfill = backfill;
        this.quarantine = quarantine;
        this.names = names;
    }

    /** @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    BackfillView view(String unit) throws SQLException {
        return BackfillView.of(backfill.status(unit), quarantine.count(unit), names);
    }
}
