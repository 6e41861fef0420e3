package io.crossfade.migration.backfill;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.mapping.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Makes a chunk's range in the table equal to the chunk as it was read, in one transaction. What is written meanwhile may be
 * overwritten by what was read before; the chunk is therefore not done until the keys touched since the note are set right.
 * Keys left out of the merge are written down as touched, so that they are found there, also by a successor.
 */
final class ChunkMerge {

    private final Units units;
    private final PostgresFence fence;
    private final SourceChunks source;
    private final Chunks chunks;
    private final TouchedKeys touched;
    private final Duration limit;
    private final Step.Observer observer;

    /** @param limit how long the copy of one chunk may take */
    ChunkMerge(
            Units units,
            PostgresFence fence,
            SourceChunks source,
            Chunks chunks,
            TouchedKeys touched,
            Duration limit,
            Step.Observer observer) {
        this.units = units;
        this.fence = fence;
        this.source = source;
        this.chunks = chunks;
        this.touched = touched;
        this.limit = limit;
        this.observer = observer;
    }

    /**
     * In the transaction that holds the chunk's row, which the caller commits or rolls back.
     *
     * @return false if the fence does not allow it: the unit does not record, or the target is the authority
     */
    boolean merge(Connection connection, Chunk chunk) throws Exception {
        long start = System.nanoTime();
        UnitMapping mapping = units.get(chunk.unit());
        FenceRow row = fence.enter(connection, chunk.unit());
        if (!row.state().syncsToTarget() || !row.recording()) {
            return false;
        }
        prepare(connection, chunk.unit());
        long note = touched.lastDrawn(connection);
        observer.after(Step.NOTED, chunk);

        Staging staging = new Staging(connection, mapping, units);
        ChunkCopy copy = copy(connection, mapping, chunk, staging);
        observer.after(Step.READ, chunk);

        staging.leaveOut(copy.refusedIds());
        List<IdRange> ranges = IdRange.of(chunk);
        boolean untouched = staging.isUntouched(ranges);
        if (!untouched) {
            removeOthers(connection, chunk, ranges, staging);
        }
        List<String> leftOut = new ArrayList<>(copy.refused());
        staging.leaveOutUnfit().forEach(id -> leftOut.add(Ids.text(id)));
        if (untouched) {
            staging.insert();
        } else {
            staging.upsert();
        }
        touched.add(connection, chunk.unit(), leftOut);
        double seconds = (System.nanoTime() - start) / 1e9;
        chunks.merged(connection, chunk, note, copy.documents(), leftOut.size(), copy.bytes(), seconds);
        observer.after(Step.EQUALIZED, chunk);
        return true;
    }

    /**
     * A deleted row takes the rows that reference it with it. One that was written after the chunk was read would come back, what
     * it took would not. So where there are such rows each deletion is left to a sync by key, which knows better.
     */
    private void removeOthers(Connection connection, Chunk chunk, List<IdRange> ranges, Staging staging)
            throws SQLException {
        if (units.children(chunk.unit()).isEmpty()) {
            staging.deleteOthers(ranges);
        } else {
            staging.others(
                    ranges,
                    ids -> touched.add(
                            connection,
                            chunk.unit(),
                            ids.stream().map(Ids::text).toList()));
        }
    }

    private ChunkCopy copy(Connection connection, UnitMapping mapping, Chunk chunk, Staging staging) throws Exception {
        CopyIn copyIn = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(staging.copySql());
        try {
            ChunkCopy copy = new ChunkCopy(source, mapping, chunk, copyIn, limit);
            copy.run();
            return copy;
        } finally {
            if (copyIn.isActive()) {
                copyIn.cancelCopy();
            }
        }
    }

    private static void prepare(Connection connection, String unit) throws SQLException {
        try (PreparedStatement replicating =
                connection.prepareStatement("SELECT set_config('crossfade.replicating', ?, true)")) {
            replicating.setString(1, unit);
            replicating.execute();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET CONSTRAINTS ALL DEFERRED");
        }
    }
}
