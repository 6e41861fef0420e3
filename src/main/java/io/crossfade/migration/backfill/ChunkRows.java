package io.crossfade.migration.backfill;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.BinaryRows;
import io.crossfade.migration.mapping.CopyBuffer;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import io.crossfade.migration.sync.Failures;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chunk's documents as the bytes of a COPY. One thread reads, the caller's converts; between them lie no more bytes than
 * {@link #AHEAD}, or one document. {@link #hold} takes as many rows as may be held, so that nothing written has to wait for the
 * source; what there is beyond is converted while it is written. Keeps of a document that is refused no more than the key.
 */
final class ChunkRows implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChunkRows.class);

    private static final int BUFFER = 1 << 17;
    private static final int ROOM = BUFFER + (BUFFER >> 2);
    private static final long AHEAD = 4L << 20;

    private final Chunk chunk;
    private final BinaryRows rows;
    private final ChunkTime time;
    private final ByteQueue<RawBsonDocument> documents = new ByteQueue<>(AHEAD);
    private final List<CopyBuffer> held = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<UUID> refusedIds = new ArrayList<>();
    private final Thread reader;
    private boolean ended;
    private long read;
    private long bytes;

    /** Begins to read. */
    ChunkRows(SourceChunks source, UnitMapping mapping, Chunk chunk, ChunkTime time) {
        this.chunk = chunk;
        rows = new BinaryRows(mapping);
        this.time = time;
        reader = Thread.ofVirtual().name("crossfade-read-" + chunk.number()).start(() -> read(source, mapping));
    }

    private void read(SourceChunks source, UnitMapping mapping) {
        try {
            source.read(mapping, chunk, document -> documents.put(document, document.getByteLength()));
            documents.end();
        } catch (Throwable failed) {
            documents.fail(failed);
        }
    }

    /**
     * Converts until there are no more documents, or more than so many bytes of rows.
     *
     * @return whether these are all rows, and no more bytes
     */
    boolean hold(long most) throws Exception {
        CopyBuffer buffer = new CopyBuffer(ROOM);
        buffer.header();
        long size = 0;
        while (true) {
            fill(buffer);
            held.add(buffer);
            size += buffer.array().length;
            if (ended || size > most) {
                return size <= most;
            }
            buffer = new CopyBuffer(ROOM);
        }
    }

    /** Sends all rows. Can be repeated if all are held. */
    void writeTo(CopyIn copy) throws Exception {
        for (CopyBuffer buffer : held) {
            copy.writeToCopy(buffer.array(), 0, buffer.length());
        }
        if (ended) {
            return;
        }
        held.clear();
        CopyBuffer buffer = new CopyBuffer(ROOM);
        while (!ended) {
            fill(buffer);
            copy.writeToCopy(buffer.array(), 0, buffer.length());
            buffer.reset(ROOM);
        }
    }

    private void fill(CopyBuffer buffer) throws Exception {
        while (buffer.length() < BUFFER) {
            RawBsonDocument document = next();
            if (document == null) {
                buffer.trailer();
                ended = true;
                return;
            }
            read++;
            bytes += document.getByteLength();
            time.check();
            convert(document, buffer);
        }
    }

    private @Nullable RawBsonDocument next() throws Exception {
        try {
            return documents.take();
        } catch (ByteQueue.FailedException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    /** What cannot be converted, for whatever reason, is left to a sync by key, which finds out and says why. */
    private void convert(RawBsonDocument document, CopyBuffer buffer) {
        try {
            rows.append(document.getBackingArray(), document.getByteOffset(), document.getByteLength(), buffer);
        } catch (RefusedException reason) {
            refuse(IdBound.of(document));
        } catch (RuntimeException | Error unexpected) {
            if (Failures.concernsTheMoment(unexpected)) {
                throw unexpected;
            }
            log.debug("A document of '{}' is left to a sync by key: {}", chunk.unit(), unexpected.getClass());
            refuse(IdBound.of(document));
        }
    }

    private void refuse(BsonValue id) {
        refused.add(Ids.text(id));
        try {
            refusedIds.add(Ids.uuid(id));
        } catch (RefusedException noRowCanHaveIt) {
            return;
        }
    }

    /** Keys of the documents that the mapping refuses, as far as they were converted. */
    List<String> refused() {
        return refused;
    }

    /** Those of them whose id a row could have. */
    List<UUID> refusedIds() {
        return refusedIds;
    }

    long documents() {
        return read;
    }

    /** Of BSON. */
    long bytes() {
        return bytes;
    }

    /** Ends the reading. */
    @Override
    public void close() {
        documents.fail(new SQLException("The copy of a chunk has ended", "57014"));
        reader.interrupt();
    }
}
