package io.crossfade.migration.backfill;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.cursor.TimeoutMode;
import io.crossfade.migration.UnitMapping;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents by ranges of {@code _id}. The ranges are index bounds, which cross BSON types: a comparison in a filter
 * would see the bound's own type only. What is read was true at the time of the call or later, never before.
 */
final class SourceChunks {

    static final BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));

    /** How long a chunk may be read, all together; and each batch of what is not a chunk. */
    static final Duration MOST = Duration.ofMinutes(2);

    private static final int FIRST_BATCH = 100;
    private static final int BATCH = 1_000;
    static final int IDS_BATCH = 10_000;

    /** What is read at once, about; the server sends no more than 16 MB, but for one document. */
    private static final long BATCH_BYTES = 4L << 20;

    /** What is to be done with each document; the store may be closed to it meanwhile. */
    interface Reader {
        void read(RawBsonDocument document) throws Exception;
    }

    private final MongoDatabase database;
    private final Supplier<ClientSession> anchored;
    private final Map<String, Integer> batches = new ConcurrentHashMap<>();

    /** @param anchored opens sessions whose reads see everything that was acknowledged before */
    SourceChunks(MongoDatabase database, Supplier<ClientSession> anchored) {
        this.database = database;
        this.anchored = anchored;
    }

    void read(UnitMapping mapping, Chunk chunk, Reader reader) throws Exception {
        Seen seen = new Seen();
        try (ClientSession session = anchored.get()) {
            int batch = batches.getOrDefault(mapping.name(), FIRST_BATCH);
            each(range(session, mapping, chunk).batchSize(batch), document -> {
                seen.documents++;
                seen.bytes += document.getByteLength();
                reader.read(document);
            });
        }
        if (seen.documents > 0) {
            batches.put(mapping.name(), (int) Math.clamp(BATCH_BYTES * seen.documents / seen.bytes, 1, BATCH));
        }
    }

    /** By which the next chunk's batches are chosen. */
    private static final class Seen {
        private long documents;
        private long bytes;
    }

    /** The ids alone, however many there are and however long it takes. */
    void readIds(UnitMapping mapping, Chunk chunk, Reader reader) throws Exception {
        try (ClientSession session = anchored.get()) {
            each(
                    range(session, mapping, chunk)
                            .projection(BY_ID)
                            .batchSize(IDS_BATCH)
                            .timeoutMode(TimeoutMode.ITERATION),
                    reader);
        }
    }

    /** Whether the unit has an id from the one bound, which may be open, up to the other, which may be too. */
    boolean isAny(UnitMapping mapping, @Nullable BsonValue from, @Nullable BsonValue to) {
        FindIterable<RawBsonDocument> find = collection(mapping)
                .find()
                .projection(BY_ID)
                .hint(BY_ID)
                .sort(BY_ID)
                .limit(1);
        return between(find, from, to).first() != null;
    }

    private static FindIterable<RawBsonDocument> between(
            FindIterable<RawBsonDocument> find, @Nullable BsonValue from, @Nullable BsonValue to) {
        FindIterable<RawBsonDocument> bounded = from == null ? find : find.min(IdBound.document(from));
        return to == null ? bounded : bounded.max(IdBound.document(to));
    }

    private FindIterable<RawBsonDocument> range(ClientSession session, UnitMapping mapping, Chunk chunk) {
        FindIterable<RawBsonDocument> find =
                collection(mapping).find(session).hint(BY_ID).sort(BY_ID);
        return between(find, chunk.lower(), chunk.upper());
    }

    private MongoCollection<RawBsonDocument> collection(UnitMapping mapping) {
        return database.getCollection(mapping.collection(), RawBsonDocument.class)
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary())
                .withTimeout(MOST.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void each(FindIterable<RawBsonDocument> find, Reader reader) throws Exception {
        try (MongoCursor<RawBsonDocument> cursor = find.iterator()) {
            while (cursor.hasNext()) {
                reader.read(cursor.next());
            }
        }
    }
}
