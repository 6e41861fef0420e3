package io.crossfade.migration.backfill;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.BinaryRows;
import io.crossfade.migration.mapping.CopyBuffer;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.mapping.RefusedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a chunk's documents as rows into a running COPY. One thread reads, the caller's converts, one writes, so that neither
 * store waits for the other; between them lie no more bytes than {@link #HELD}, or one document. Keeps of each document no more
 * than the key, and that only if it was refused.
 */
final class ChunkCopy {

    private static final Logger log = LoggerFactory.getLogger(ChunkCopy.class);

    private static final int BUFFER = 1 << 17;
    private static final int ROOM = BUFFER + (BUFFER >> 2);
    private static final long HELD = 4L << 20;

    private final SourceChunks source;
    private final UnitMapping mapping;
    private final Chunk chunk;
    private final CopyIn copy;
    private final BinaryRows rows;
    private final long deadline;
    private final ByteQueue<RawBsonDocument> documents = new ByteQueue<>(HELD);
    private final ByteQueue<CopyBuffer> buffers = new ByteQueue<>(HELD);
    private final BlockingQueue<CopyBuffer> emptied = new LinkedBlockingQueue<>();
    private final List<String> refused = new ArrayList<>();
    private final List<UUID> refusedIds = new ArrayList<>();
    private long read;
    private long bytes;

    ChunkCopy(SourceChunks source, UnitMapping mapping, Chunk chunk, CopyIn copy, Duration limit) {
        this.source = source;
        this.mapping = mapping;
        this.chunk = chunk;
        this.copy = copy;
        rows = new BinaryRows(mapping);
        deadline = System.nanoTime() + limit.toNanos();
    }

    /** The chunk is too large to be copied in the time that one may take. */
    static final class TooLongException extends RuntimeException {
        TooLongException(String message) {
            super(message);
        }
    }

    /** Returns when the COPY has ended. Whatever is thrown, no thread works on the connection any more. */
    void run() throws Exception {
        Thread reader =
                Thread.ofVirtual().name("crossfade-read-" + chunk.number()).start(this::read);
        Thread writer =
                Thread.ofVirtual().name("crossfade-copy-" + chunk.number()).start(this::write);
        try {
            convert();
            writer.join();
            buffers.check();
        } catch (ByteQueue.FailedException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        } finally {
            end(reader, writer);
        }
        copy.endCopy();
    }

    private void read() {
        try {
            source.read(mapping, chunk, document -> documents.put(document, document.getByteLength()));
            documents.end();
        } catch (Throwable failed) {
            documents.fail(failed);
        }
    }

    private void convert() throws InterruptedException, ByteQueue.FailedException {
        CopyBuffer buffer = new CopyBuffer(ROOM);
        buffer.header();
        for (RawBsonDocument document = documents.take(); document != null; document = documents.take()) {
            read++;
            bytes += document.getByteLength();
            if (System.nanoTime() - deadline > 0) {
                throw new TooLongException(chunk + " takes too long to copy");
            }
            convert(document, buffer);
            if (buffer.length() >= BUFFER) {
                buffers.put(buffer, buffer.length());
                CopyBuffer used = emptied.poll();
                buffer = used == null ? new CopyBuffer(ROOM) : used;
            }
        }
        buffer.trailer();
        buffers.put(buffer, buffer.length());
        buffers.end();
    }

    /** What cannot be converted, for whatever reason, is left to a sync by key, which finds out and says why. */
    private void convert(RawBsonDocument document, CopyBuffer buffer) {
        try {
            rows.append(document.getBackingArray(), document.getByteOffset(), document.getByteLength(), buffer);
        } catch (RefusedException reason) {
            refuse(IdBound.of(document));
        } catch (RuntimeException unexpected) {
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

    private void write() {
        try {
            for (CopyBuffer buffer = buffers.take(); buffer != null; buffer = buffers.take()) {
                copy.writeToCopy(buffer.array(), 0, buffer.length());
                buffer.reset(ROOM);
                emptied.add(buffer);
            }
        } catch (Throwable failed) {
            buffers.fail(failed);
        }
    }

    /** An interrupt must not let a thread go on with a connection that the caller has given back. */
    private void end(Thread reader, Thread writer) {
        SQLException stopped = new SQLException("The copy of a chunk has ended", "57014");
        documents.fail(stopped);
        buffers.fail(stopped);
        reader.interrupt();
        boolean interrupted = Thread.interrupted();
        while (reader.isAlive() || writer.isAlive()) {
            try {
                reader.join();
                writer.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keys of the documents that the mapping refuses. */
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
}
