package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CursorNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The open cursors by id. One that nobody has asked for ten minutes is closed, as MongoDB does. */
final class Cursors {

    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long DEFAULT_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<Long, Held> cursors = new ConcurrentHashMap<>();

    /** Replies with the first batch; the cursor stays open if there can be more. */
    Document open(String namespace, OpenCursor cursor, int batchSize, boolean singleBatch) throws InterruptedException {
        closeIdle();
        OpenCursor.Batch batch = cursor.next(batchSize, 0);
        long id = 0;
        if (!batch.last() && !singleBatch) {
            id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
            cursors.put(id, new Held(cursor));
        }
        return reply("firstBatch", namespace, id, batch);
    }

    /** Replies with no documents yet. */
    Document hold(String namespace, OpenCursor cursor) {
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        cursors.put(id, new Held(cursor));
        return reply("firstBatch", namespace, id, new OpenCursor.Batch(List.of(), false, null));
    }

    Document getMore(String database, Document command) throws InterruptedException {
        long id = Fields.longNumber(command.get("getMore"), 0);
        Held held = cursors.get(id);
        if (held == null) {
            throw new CursorNotFoundException(id);
        }
        held.touch();
        long wait = TimeUnit.MILLISECONDS.toNanos(Fields.longNumber(command.get("maxTimeMS"), -1));
        OpenCursor.Batch batch;
        try {
            batch = held.cursor.next(Fields.number(command.get("batchSize"), 0), wait < 0 ? DEFAULT_WAIT_NANOS : wait);
        } catch (RuntimeException failure) {
            cursors.remove(id);
            throw failure;
        }
        held.touch();
        if (batch.last()) {
            cursors.remove(id);
        }
        return reply("nextBatch", database + "." + command.get("collection"), batch.last() ? 0 : id, batch);
    }

    Document kill(Document command) {
        List<Object> killed = new ArrayList<>();
        List<Object> notFound = new ArrayList<>();
        for (Object id : Fields.array(command, "cursors")) {
            (close(Fields.longNumber(id, 0)) ? killed : notFound).add(id);
        }
        return new Document("cursorsKilled", killed)
                .append("cursorsNotFound", notFound)
                .append("cursorsAlive", List.of())
                .append("cursorsUnknown", List.of());
    }

    private boolean close(long id) {
        Held held = cursors.remove(id);
        if (held != null) {
            held.cursor.close();
        }
        return held != null;
    }

    private void closeIdle() {
        cursors.forEach((id, held) -> {
            if (System.nanoTime() - held.usedAt > IDLE_NANOS) {
                close(id);
            }
        });
    }

    /** Replies with a result as a whole. */
    static Document whole(String namespace, List<Document> documents) {
        return reply("firstBatch", namespace, 0, new OpenCursor.Batch(documents, true, null));
    }

    private static Document reply(String batchName, String namespace, long id, OpenCursor.Batch batch) {
        Document cursor = new Document(batchName, batch.documents());
        @Nullable Document token = batch.resumeToken();
        if (token != null) {
            cursor.append("postBatchResumeToken", token);
        }
        return new Document("cursor", cursor.append("id", id).append("ns", namespace));
    }

    private static final class Held {

        private final OpenCursor cursor;
        private volatile long usedAt = System.nanoTime();

        Held(OpenCursor cursor) {
            this.cursor = cursor;
        }

        void touch() {
            usedAt = System.nanoTime();
        }
    }
}
