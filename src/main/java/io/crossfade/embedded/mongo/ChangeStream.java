package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cursor that follows the oplog. Every batch carries a resume token, which advances also when nothing matched, so a
 * quiet stream's position does not fall out of the log.
 */
final class ChangeStream implements OpenCursor {

    private static final int ENTRIES_PER_READ = 1000;
    private static final long BATCH_BYTES = 12L << 20;

    private final Oplog oplog;
    private final ChangeStreamScope scope;
    private final ChangeEvents events;
    private final Pipeline.Stages pipeline;

    private long position;
    private @Nullable OplogEntry endedBy;
    private boolean invalidated;
    private volatile boolean closed;

    ChangeStream(Oplog oplog, ChangeStreamScope scope, ChangeEvents events, Pipeline.Stages pipeline, long position) {
        this.oplog = oplog;
        this.scope = scope;
        this.events = events;
        this.pipeline = pipeline;
        this.position = position;
    }

    /** Resumes after an event that ended what is watched: all that follows it is the invalidate event. */
    synchronized void resumeAtEnd(OplogEntry entry) {
        endedBy = entry;
    }

    @Override
    public synchronized Batch next(int batchSize, long maxWaitNanos) throws InterruptedException {
        int atMost = batchSize == 0 ? Integer.MAX_VALUE : batchSize;
        long deadline = System.nanoTime() + maxWaitNanos;
        List<Document> batch = read(atMost);
        while (batch.isEmpty() && !invalidated) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            oplog.awaitAfter(position, left);
            if (closed) {
                throw new CommandFailure(237, "CursorKilled", "The change stream's cursor was killed");
            }
            batch = read(atMost);
        }
        return new Batch(batch, invalidated, new ResumeToken(position, oplog.id(), invalidated).toDocument());
    }

    private List<Document> read(int atMost) {
        List<Document> batch = new ArrayList<>();
        long bytes = 0;
        if (endedBy != null) {
            invalidated = true;
            add(events.invalidate(endedBy), batch);
        }
        while (!invalidated) {
            Oplog.Segment segment = oplog.readAfter(position, ENTRIES_PER_READ);
            for (OplogEntry entry : segment.entries()) {
                if (batch.size() >= atMost || bytes > BATCH_BYTES) {
                    return batch;
                }
                int before = batch.size();
                accept(entry, batch);
                for (Document event : batch.subList(before, batch.size())) {
                    bytes += BsonSize.of(event);
                }
                position = entry.position();
                if (invalidated) {
                    return batch;
                }
            }
            position = segment.readTo();
            if (segment.entries().size() < ENTRIES_PER_READ) {
                return batch;
            }
        }
        return batch;
    }

    private void accept(OplogEntry entry, List<Document> batch) {
        if (!scope.includes(entry)) {
            return;
        }
        add(events.of(entry), batch);
        if (scope.endsWith(entry)) {
            invalidated = true;
            add(events.invalidate(entry), batch);
        }
    }

    private void add(Document event, List<Document> batch) {
        Document passed = pipeline.apply(event);
        if (passed == null) {
            return;
        }
        if (!Objects.equals(event.get("_id"), passed.get("_id"))) {
            throw new CommandFailure(
                    280,
                    "ChangeStreamFatalError",
                    "Encountered an event whose _id field, which contains the resume token, was modified by the"
                            + " pipeline. Modifying the _id field of an event makes it impossible to resume the stream"
                            + " from that point.",
                    List.of("NonResumableChangeStreamError"));
        }
        batch.add(passed);
    }

    @Override
    public void close() {
        closed = true;
        oplog.wake();
    }
}
