package io.crossfade.migration.sync;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Pipeline;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonDocument;

/** Sets a key aside that cannot even be looked at: syncing it fails unexpectedly, or takes too long. */
final class SetAside {

    private final SyncTransaction transaction;
    private final SourceReads reads;
    private final Quarantine quarantine;

    SetAside(SyncTransaction transaction, SourceReads reads, Quarantine quarantine) {
        this.transaction = transaction;
        this.reads = reads;
        this.quarantine = quarantine;
    }

    SyncResult run(UnitMapping mapping, String key, Refusal refusal) throws SQLException {
        return run(mapping, key, refusal, row -> document(mapping, row, key));
    }

    /** As {@link #run}, of a key that is too slow to be read as well. */
    SyncResult withoutLooking(UnitMapping mapping, String key, Refusal refusal) throws SQLException {
        return run(mapping, key, refusal, row -> Map.of());
    }

    private SyncResult run(
            UnitMapping mapping, String key, Refusal refusal, Function<FenceRow, Map<String, BsonDocument>> look)
            throws SQLException {
        return transaction.inLock(mapping.name(), List.of(key), locked -> {
            FenceRow row = locked.row();
            if (!SyncAttempts.syncs(row)) {
                return new SyncResult(0, Set.of());
            }
            if (!row.state().syncsToTarget() && !row.state().syncsToSource()) {
                return LateWrites.writeDown(locked.connection(), row, List.of(key));
            }
            quarantine.put(locked.connection(), mapping.name(), Map.of(key, refusal), look.apply(row));
            Pipeline last = new Pipeline();
            Outbox.delete(last, locked.entries());
            locked.commit(last);
            return new SyncResult(0, Set.of(key));
        });
    }

    /** None if it is no document that is refused, or if even reading it fails. */
    private Map<String, BsonDocument> document(UnitMapping mapping, FenceRow row, String key) {
        if (!row.state().syncsToTarget()) {
            return Map.of();
        }
        try {
            return reads.read(mapping, List.of(key), Long.MAX_VALUE);
        } catch (RuntimeException | Error unreadable) {
            if (Failures.concernsTheMoment(unreadable)) {
                throw unreadable;
            }
            return Map.of();
        }
    }
}
