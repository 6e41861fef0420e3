package io.crossfade.migration.sync;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Pipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Nothing is synced while the authority changes, and the stores are equal: what differs all the same was written to the source late. It
 * goes to the outbox, with which the authority does not change.
 */
final class LateWrites {

    private LateWrites() {}

    /**
     * @param mostBytes as in {@link SourceReads#read}
     * @throws SyncFailedException if some of the keys are to be synced before, or differ and cannot be written down
     */
    static SyncResult note(
            UnitMapping mapping,
            Connection connection,
            FenceRow row,
            SourceReads reads,
            Collection<String> keys,
            long mostBytes)
            throws SQLException {
        List<String> differing = Difference.among(mapping, connection, row, reads, keys, mostBytes).stream()
                .map(Difference::key)
                .toList();
        List<Long> entries = new ArrayList<>();
        Pipeline pipeline = new Pipeline();
        Outbox.read(pipeline, mapping.name(), keys, entries);
        pipeline.run(connection);
        if (!entries.isEmpty()) {
            throw notNow(row);
        }
        return new SyncResult(keys.size() - differing.size(), Set.of()).and(writeDown(connection, row, differing));
    }

    /** @throws SyncFailedException if one of the keys cannot be written down */
    static SyncResult writeDown(Connection connection, FenceRow row, List<String> differing) throws SQLException {
        if (Outbox.uuids(differing).size() < differing.size()) {
            throw notNow(row);
        }
        Outbox.add(connection, row.unit(), differing);
        return new SyncResult(0, Set.copyOf(differing));
    }

    private static SyncFailedException notNow(FenceRow row) {
        String state = row.state().code();
        return new SyncFailedException(
                "Unit '" + row.unit() + "' is changing its authority (" + state
                        + "): nothing is synced until that is done",
                new IllegalStateException(state));
    }
}
