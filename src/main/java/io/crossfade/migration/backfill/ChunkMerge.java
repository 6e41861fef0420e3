package io.crossfade.migration.backfill;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.PostgresFence;
import io.crossfade.migration.mapping.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Makes a chunk's range in the table equal to the chunk as it was read, in one transaction. What is written meanwhile may be
 * overwritten by what was read before; the chunk is therefore not done until the keys touched since the note are set right.
 * Keys left out are written down as touched, so that they are found there, also by a successor.
 *
 * <p>Where the range holds no row yet, the rows are copied straight into the table. If it refuses one of them, or a live write
 * came first, they go the longer way, by staging. Live writes to keys of the chunk wait from the first row to the commit: so
 * nothing is written before it was read, and of all workers only so many write at once.
 */
final class ChunkMerge {

    /** How long a direct copy waits for a live write before it gives way; shorter than a deadlock takes to be found. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final String CANCELLED = "57014";

    private final Units units;
    private final PostgresFence fence;
    private final SourceChunks source;
    private final TouchedKeys touched;
    private final Chunks chunks;
    private final Limits limits;
    private final Semaphore writing;
    private final Step.Observer observer;

    /**
     * @param chunkTime how long the copy of one chunk may take
     * @param heldBytes of rows that are held in memory; a chunk that has more goes by staging
     * @param writers how many chunks are written at once
     */
    record Limits(Duration chunkTime, long heldBytes, int writers) {}

    ChunkMerge(
            Units units,
            PostgresFence fence,
            SourceChunks source,
            Chunks chunks,
            TouchedKeys touched,
            Limits limits,
            Step.Observer observer) {
        this.units = units;
        this.fence = fence;
        this.source = source;
        this.chunks = chunks;
        this.touched = touched;
        this.limits = limits;
        this.observer = observer;
        writing = new Semaphore(limits.writers());
    }

    /**
     * In the transaction that holds the chunk's row, which is committed here, and rolled back by the caller.
     *
     * @return false, with nothing written, if the fence does not allow it: the unit does not record, or the target is the authority
     */
    boolean merge(Connection connection, Chunk chunk) throws Exception {
        ChunkTime time = new ChunkTime(limits.chunkTime());
        try {
            return merge(connection, chunk, time);
        } catch (SQLException cancelled) {
            if (CANCELLED.equals(cancelled.getSQLState()) && time.isOver()) {
                ChunkTime.TooLongException tooLong = new ChunkTime.TooLongException();
                tooLong.addSuppressed(cancelled);
                throw tooLong;
            }
            throw cancelled;
        }
    }

    private boolean merge(Connection connection, Chunk chunk, ChunkTime time) throws Exception {
        long start = System.nanoTime();
        long asked = fence.installation().requireSource();
        UnitMapping mapping = units.get(chunk.unit());
        FenceRow row = fence.enter(connection, chunk.unit());
        if (!row.state().syncsToTarget() || !row.recording()) {
            return false;
        }
        replicating(connection, chunk.unit());
        long note = touched.lastDrawn(connection);
        observer.after(Step.NOTED, chunk);
        UnitTable table = new UnitTable(connection, mapping);
        table.await("ACCESS SHARE");
        time.limit(connection);
        boolean untouched = table.isUntouched(IdRange.of(chunk));
        try (ChunkRows rows = new ChunkRows(source, mapping, chunk, time)) {
            boolean all = rows.hold(limits.heldBytes());
            if (all) {
                observer.after(Step.READ, chunk);
            }
            long held = System.nanoTime();
            writing.acquire();
            try {
                long waited = System.nanoTime() - held;
                start += waited;
                time.extend(waited);
                table.await("ROW EXCLUSIVE");
                time.limit(connection);
                List<String> leftOut = new ArrayList<>();
                boolean direct =
                        all && untouched && table.readsRowsAsWritten() && copyDirectly(connection, table, rows);
                if (!direct) {
                    Staging staging = new Staging(connection, mapping, units, table);
                    copy(connection, table.copySql(staging.rows()), rows);
                    time.limit(connection);
                    if (!all) {
                        observer.after(Step.READ, chunk);
                    }
                    leftOut.addAll(mergeStaged(connection, chunk, staging, rows, time, untouched));
                }
                leftOut.addAll(rows.refused());
                touched.add(connection, chunk.unit(), leftOut);
                double seconds = (System.nanoTime() - start) / 1e9;
                chunks.merged(connection, chunk, note, rows.documents(), leftOut.size(), rows.bytes(), seconds);
                observer.after(Step.EQUALIZED, chunk);
                fence.installation().requireSame(asked);
                connection.commit();
            } finally {
                writing.release();
            }
        }
        return true;
    }

    /** @return false, with nothing changed, if the table refuses one of the rows or a live write is in the way */
    private static boolean copyDirectly(Connection connection, UnitTable table, ChunkRows rows) throws Exception {
        Savepoint before = connection.setSavepoint();
        try {
            execute(connection, "SET LOCAL lock_timeout = " + PATIENCE.toMillis() + "; SET CONSTRAINTS ALL IMMEDIATE");
            copy(connection, table.copySql(table.name()), rows);
            return true;
        } catch (SQLException refused) {
            if (Failure.of(refused).kind() == Failure.Kind.OUTAGE) {
                throw refused;
            }
            connection.rollback(before);
            return false;
        }
    }

    /** @return keys of the rows that the table would refuse */
    private List<String> mergeStaged(
            Connection connection, Chunk chunk, Staging staging, ChunkRows rows, ChunkTime time, boolean untouched)
            throws SQLException {
        execute(connection, "SET CONSTRAINTS ALL DEFERRED");
        staging.leaveOut(rows.refusedIds());
        if (!untouched) {
            removeOthers(connection, chunk, IdRange.of(chunk), staging);
        }
        List<String> unfit = staging.leaveOutUnfit().stream().map(Ids::text).toList();
        time.limit(connection);
        if (untouched) {
            staging.insert();
        } else {
            staging.upsert();
        }
        time.limit(connection);
        execute(connection, "SET CONSTRAINTS ALL IMMEDIATE");
        return unfit;
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

    private static void copy(Connection connection, String sql, ChunkRows rows) throws Exception {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            rows.writeTo(copy);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void replicating(Connection connection, String unit) throws SQLException {
        try (PreparedStatement replicating =
                connection.prepareStatement("SELECT set_config('crossfade.replicating', ?, true)")) {
            replicating.setString(1, unit);
            replicating.execute();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
