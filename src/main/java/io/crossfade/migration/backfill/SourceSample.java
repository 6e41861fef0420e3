package io.crossfade.migration.backfill;

import com.mongodb.client.AggregateIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Projections;
import io.crossfade.migration.UnitMapping;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * How a unit's documents are spread over its {@code _id}s: of a small collection each, of a large one a random sample, in the
 * server's own order of {@code _id}s, for only the server knows it.
 */
final class SourceSample {

    private static final long MOST_BYTES = 64L << 20;

    private static final int MOST_DOCUMENTS = 200_000;
    private static final int LEAST_SAMPLED = 500;

    /** For a sample of more than one in so many the server reads all of them. */
    private static final int SCANNED = 20;

    /** So many of a chunk's documents, on average, tell well enough where it ends. */
    private static final int SAMPLED_PER_CHUNK = 20;

    private static final String BYTES = "bytes";

    /** All together: the server draws and sorts a sample before it sends the first of it. */
    private static final long MOST_MINUTES = 30;

    /**
     * An id, and what stands from it on until the next one's, about.
     *
     * @param documents how many
     * @param bytes of BSON
     */
    record Piece(BsonValue id, double documents, double bytes) {}

    /** Takes one piece after the other. */
    interface Pieces {
        void next(Piece piece) throws Exception;
    }

    /** What the server keeps count of. */
    record Size(long documents, long bytes) {}

    private final MongoDatabase database;
    private final long mostBytes;
    private final int mostDocuments;

    SourceSample(MongoDatabase database) {
        this(database, MOST_BYTES, MOST_DOCUMENTS);
    }

    /**
     * @param mostBytes that the server reads for it; a larger collection is sampled
     * @param mostDocuments of a sample
     */
    SourceSample(MongoDatabase database, long mostBytes, int mostDocuments) {
        this.database = database;
        this.mostBytes = mostBytes;
        this.mostDocuments = mostDocuments;
    }

    Size size(UnitMapping mapping) {
        BsonDocument stats = database.runCommand(
                new BsonDocument("collStats", new BsonString(mapping.collection())), BsonDocument.class);
        return new Size(number(stats, "count"), number(stats, "size"));
    }

    /** In order of the ids; none if all are few enough for one chunk. */
    void each(UnitMapping mapping, Size size, ChunkSize chunk, Pieces pieces) throws Exception {
        if (size.documents() <= chunk.documents() && size.bytes() <= chunk.bytes()) {
            return;
        }
        int sampled = documents(size, chunk);
        boolean all = size.documents() / SCANNED <= sampled && size.bytes() <= mostBytes;
        double each = all ? 1 : (double) size.documents() / sampled;
        @Nullable BsonValue last = null;
        try (MongoCursor<RawBsonDocument> cursor = read(mapping, all ? 0 : sampled)) {
            while (cursor.hasNext()) {
                RawBsonDocument document = cursor.next();
                BsonValue id = IdBound.of(document);
                // A sample may have a document twice.
                if (!id.equals(last)) {
                    pieces.next(
                            new Piece(id, each, each * document.getNumber(BYTES).doubleValue()));
                }
                last = id;
            }
        }
    }

    /** The server sends ids and sizes, not the documents. A sample is sorted by it too, for only it knows the order. */
    private MongoCursor<RawBsonDocument> read(UnitMapping mapping, int sampled) {
        Bson size = new BsonDocument("$bsonSize", new BsonString("$$ROOT"));
        Bson idAndSize = Aggregates.project(
                Projections.fields(Projections.include(IdBound.ID), Projections.computed(BYTES, size)));
        Bson byId = Aggregates.sort(SourceChunks.BY_ID);
        MongoCollection<RawBsonDocument> collection = database.getCollection(
                        mapping.collection(), RawBsonDocument.class)
                .withTimeout(MOST_MINUTES, TimeUnit.MINUTES);
        AggregateIterable<RawBsonDocument> read = sampled == 0
                ? collection.aggregate(List.of(byId, idAndSize)).hint(SourceChunks.BY_ID)
                : collection
                        .aggregate(List.of(Aggregates.sample(sampled), idAndSize, byId))
                        .allowDiskUse(true);
        return read.batchSize(SourceChunks.IDS_BATCH).iterator();
    }

    private int documents(Size size, ChunkSize chunk) {
        long chunks = Math.max(size.bytes() / chunk.bytes(), size.documents() / chunk.documents());
        return (int) Math.clamp(SAMPLED_PER_CHUNK * chunks, LEAST_SAMPLED, mostDocuments);
    }

    static long number(BsonDocument stats, String name) {
        return stats.containsKey(name) && stats.get(name).isNumber()
                ? stats.getNumber(name).longValue()
                : 0;
    }
}
