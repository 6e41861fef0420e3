package io.crossfade.migration.backfill;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.mapping.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * How a unit's documents are spread over its {@code _id}s: of a small collection each, of a large one a random sample, in the
 * server's own order of {@code _id}s, for only the server knows it.
 */
final class SourceSample {

    private static final long MOST_BYTES = 64L << 20;

    private static final int MOST_DOCUMENTS = 50_000;
    private static final int LEAST_SAMPLED = 500;

    /** For a sample of more than one in so many the server reads all of them. */
    private static final int SCANNED = 20;

    /** So many of a chunk's documents, on average, tell well enough where it ends. */
    private static final int SAMPLED_PER_CHUNK = 20;

    /** What is asked for at once; the ids of a sample fit in one command. */
    private static final int MOST_ID_BYTES = 8 << 20;

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

    private final SourceChunks source;
    private final MongoDatabase database;
    private final long mostBytes;
    private final int mostDocuments;

    SourceSample(SourceChunks source, MongoDatabase database) {
        this(source, database, MOST_BYTES, MOST_DOCUMENTS);
    }

    /**
     * @param mostBytes of a sample; a collection that is larger is not read in full
     * @param mostDocuments of a sample
     */
    SourceSample(SourceChunks source, MongoDatabase database, long mostBytes, int mostDocuments) {
        this.source = source;
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
        if (size.documents() / SCANNED <= sampled && size.bytes() <= mostBytes) {
            source.readAll(
                    mapping, document -> pieces.next(new Piece(IdBound.of(document), 1, document.getByteLength())));
        } else {
            sample(mapping, size, sampled, pieces);
        }
    }

    private void sample(UnitMapping mapping, Size size, int documents, Pieces pieces) throws Exception {
        Map<BsonValue, Integer> sampled = new HashMap<>();
        long bytes = 0;
        for (RawBsonDocument document : database.getCollection(mapping.collection(), RawBsonDocument.class)
                .aggregate(List.of(Aggregates.sample(documents)))) {
            bytes += document.getByteLength();
            BsonValue id = IdBound.of(document);
            if (!(Ids.isRaw(id))) {
                sampled.put(id, document.getByteLength());
            }
        }
        double scale = (double) size.documents() / Math.max(1, sampled.size());
        double byteScale = (double) size.bytes() / Math.max(1, bytes);
        List<BsonValue> ids = new ArrayList<>();
        long idBytes = 0;
        for (BsonValue id : sampled.keySet()) {
            idBytes += new RawBsonDocument(IdBound.document(id), SourceChunks.CODEC).getByteLength() + 8;
            if (idBytes > MOST_ID_BYTES) {
                break;
            }
            ids.add(id);
        }
        source.readIds(mapping, Filters.in(IdBound.ID, ids), document -> {
            BsonValue id = IdBound.of(document);
            pieces.next(new Piece(id, scale, byteScale * sampled.getOrDefault(id, 0)));
        });
    }

    private int documents(Size size, ChunkSize chunk) {
        long average = Math.max(1, size.bytes() / Math.max(1, size.documents()));
        long most = Math.max(LEAST_SAMPLED, Math.min(mostBytes / average, mostDocuments));
        long chunks = Math.max(size.bytes() / chunk.bytes(), size.documents() / chunk.documents());
        return (int) Math.clamp(SAMPLED_PER_CHUNK * chunks, LEAST_SAMPLED, most);
    }

    static long number(BsonDocument stats, String name) {
        return stats.containsKey(name) && stats.get(name).isNumber()
                ? stats.getNumber(name).longValue()
                : 0;
    }
}
