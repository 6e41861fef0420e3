package io.crossfade.migration.backfill;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.Events;
import io.crossfade.migration.mapping.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.bson.BsonValue;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one chunk after the other from todo over merged to done. Every step leaves a record from which whoever comes next
 * goes on; a chunk that was merged is set right even if its worker died in between.
 */
final class ChunkWork {

    private static final Logger log = LoggerFactory.getLogger(ChunkWork.class);
    private static final int MERGE_ATTEMPTS = 3;

    /** A chunk of no more than these documents is not divided but copied one by one. */
    private static final int FEW = 16;

    /** What became of a look for work. */
    enum Outcome {
        WORKED,
        NOTHING_FREE,
        NOT_ALLOWED
    }

    private final DataSource bulk;
    private final Chunks chunks;
    private final ChunkMerge merge;
    private final SyncBarrier barrier;
    private final TouchedKeys touched;
    private final SyncByKey sync;
    private final SourceChunks source;
    private final Pace pace;
    private final Events events;
    private final Step.Observer observer;
    private final Set<Connection> working = ConcurrentHashMap.newKeySet();

    ChunkWork(
            DataSource bulk,
            Chunks chunks,
            ChunkMerge merge,
            SyncBarrier barrier,
            TouchedKeys touched,
            SyncByKey sync,
            SourceChunks source,
            Pace pace,
            Events events,
            Step.Observer observer) {
        this.bulk = bulk;
        this.chunks = chunks;
        this.merge = merge;
        this.barrier = barrier;
        this.touched = touched;
        this.sync = sync;
        this.source = source;
        this.pace = pace;
        this.events = events;
        this.observer = observer;
    }

    /** Works on one chunk of the unit, if one is free. */
    Outcome work(UnitMapping mapping) throws Exception {
        try (Connection connection = bulk.getConnection()) {
            working.add(connection);
            try {
                connection.setAutoCommit(false);
                Optional<Chunk> claimed = chunks.claim(connection, mapping.name());
                if (claimed.isEmpty()) {
                    connection.rollback();
                    return Outcome.NOTHING_FREE;
                }
                return work(connection, mapping, claimed.get());
            } catch (Throwable failure) {
                rollback(connection, failure);
                throw failure;
            } finally {
                working.remove(connection);
            }
        }
    }

    /** Cancels what the server does for us now, which a mere break of the connection would not. */
    void abandon() {
        for (Connection connection : working) {
            try {
                connection.unwrap(PGConnection.class).cancelQuery();
            } catch (SQLException ended) {
                log.debug("There was nothing left to cancel: SQLSTATE {}", ended.getSQLState());
            }
        }
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            failure.addSuppressed(lost);
        }
    }

    private Outcome work(Connection connection, UnitMapping mapping, Chunk chunk) throws Exception {
        long start = System.nanoTime();
        if (chunk.merged()) {
            setRight(connection, chunk);
        } else if (chunk.attempts() >= MERGE_ATTEMPTS) {
            divide(connection, mapping, chunk);
        } else if (!copy(connection, chunk)) {
            return Outcome.NOT_ALLOWED;
        }
        Chunks.Copied copied = chunks.copied(chunk);
        pace.charge(chunk.unit(), copied.rows(), copied.bytes(), (System.nanoTime() - start) / 1e9);
        return Outcome.WORKED;
    }

    /** @return whether it was allowed */
    private boolean copy(Connection connection, Chunk chunk) throws Exception {
        Merge merged = merge(connection, chunk);
        if (merged == Merge.DONE) {
            observer.after(Step.MERGED, chunk);
            Optional<Chunk> ours = chunks.claimMerged(connection, chunk);
            if (ours.isPresent()) {
                setRight(connection, ours.get());
            }
        }
        return merged != Merge.NOT_ALLOWED;
    }

    private enum Merge {
        DONE,
        NOT_ALLOWED,
        TO_BE_DIVIDED
    }

    private Merge merge(Connection connection, Chunk chunk) throws Exception {
        try {
            if (merge.merge(connection, chunk)) {
                return Merge.DONE;
            }
            connection.rollback();
            return Merge.NOT_ALLOWED;
        } catch (InterruptedException stopped) {
            rollback(connection, stopped);
            throw stopped;
        } catch (Exception | Error failure) {
            rollback(connection, failure);
            Failure reason = Failure.of(failure);
            if (reason.kind() != Failure.Kind.OUTAGE) {
                log.warn("Attempt {} to copy {} failed: {}", chunk.attempts() + 1, chunk, reason.code());
                boolean tooLong = failure instanceof ChunkTime.TooLongException;
                int attempts = tooLong ? MERGE_ATTEMPTS : chunk.attempts() + 1;
                chunks.failed(chunk, attempts, reason.code());
                if (attempts >= MERGE_ATTEMPTS) {
                    return Merge.TO_BE_DIVIDED;
                }
            }
            throw failure;
        }
    }

    /** Holds the chunk's row, but nothing that a sync would wait for. */
    private void setRight(Connection connection, Chunk chunk) throws Exception {
        long start = System.nanoTime();
        barrier.await(chunk.unit());
        observer.after(Step.AWAITED, chunk);
        long resynced = touched.resync(chunk, sync);
        if (resynced > 0) {
            events.count(Events.Event.CHUNK_KEY_RESYNCED, chunk.unit(), resynced);
        }
        observer.after(Step.RESYNCED, chunk);
        chunks.done(connection, chunk, 0, (System.nanoTime() - start) / 1e9);
        connection.commit();
    }

    /** In parts, each of which is tried once, down to the few documents that are at fault or take so long. */
    private void divide(Connection connection, UnitMapping mapping, Chunk chunk) throws Exception {
        Parts parts = new Parts();
        source.readIds(mapping, chunk, document -> parts.next(IdBound.of(document)));
        if (parts.documents() <= FEW) {
            copyByKey(connection, mapping, chunk);
            return;
        }
        List<BsonValue> bounds = parts.bounds();
        log.warn("{} could not be merged as a whole; it is divided into {}", chunk, bounds.size() + 1);
        chunks.divide(connection, chunk, bounds, MERGE_ATTEMPTS - 1);
        connection.commit();
    }

    /**
     * For a chunk that cannot be merged as a whole: each of its documents and each row of its range by itself. A sync by key is
     * true at the time when it runs, so nothing is left to be set right.
     */
    private void copyByKey(Connection connection, UnitMapping mapping, Chunk chunk) throws Exception {
        log.warn("{} could not be merged as a whole; its documents are copied one by one", chunk);
        long start = System.nanoTime();
        List<String> keys = new ArrayList<>();
        long[] documents = new long[1];
        source.readIds(mapping, chunk, document -> {
            documents[0]++;
            keys.add(Ids.text(IdBound.of(document)));
            if (keys.size() == Batches.SIZE) {
                sync.sync(chunk.unit(), List.copyOf(keys));
                keys.clear();
            }
        });
        if (!keys.isEmpty()) {
            sync.sync(chunk.unit(), keys);
        }
        for (IdRange range : IdRange.of(chunk)) {
            syncRows(connection, mapping, range);
        }
        chunks.done(connection, chunk, documents[0], (System.nanoTime() - start) / 1e9);
        connection.commit();
    }

    private void syncRows(Connection connection, UnitMapping mapping, IdRange range) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id FROM \"" + mapping.table() + "\" WHERE " + range.condition("id"))) {
            range.bind(select);
            Batches.read(
                    select,
                    ids -> sync.sync(mapping.name(), ids.stream().map(Ids::text).toList()));
        }
    }
}
