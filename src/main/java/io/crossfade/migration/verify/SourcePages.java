package io.crossfade.migration.verify;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.backfill.IdBound;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Documents in id order, page by page, each page at the time of its call or later. Index bounds cross BSON types. */
final class SourcePages {

    private static final BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));
    private static final long LIMIT_SECONDS = 60;

    private final MongoDatabase database;
    private final Supplier<ClientSession> anchored;

    /** @param anchored opens sessions whose reads see everything that was acknowledged before */
    SourcePages(MongoDatabase database, Supplier<ClientSession> anchored) {
        this.database = database;
        this.anchored = anchored;
    }

    /** @param more whether the range may hold documents behind these */
    record Page(List<RawBsonDocument> documents, boolean more) {}

    /**
     * The first documents of a range behind an id; none only at its end.
     *
     * @param size most documents
     * @param bytes no further document is taken once there are so many
     */
    Page read(UnitMapping mapping, Range range, @Nullable BsonValue after, int size, long bytes) {
        BsonValue lower = after == null ? range.lower() : after;
        BsonValue upper = range.upper();
        try (ClientSession session = anchored.get()) {
            FindIterable<RawBsonDocument> find = database.getCollection(mapping.collection(), RawBsonDocument.class)
                    .withReadConcern(ReadConcern.MAJORITY)
                    .withReadPreference(ReadPreference.primary())
                    .withTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .find(session)
                    .hint(BY_ID)
                    .sort(BY_ID)
                    .limit(size + 1);
            if (lower != null) {
                find = find.min(IdBound.document(lower));
            }
            if (upper != null) {
                find = find.max(IdBound.document(upper));
            }
            return page(find, after, size, bytes);
        }
    }

    private static Page page(FindIterable<RawBsonDocument> find, @Nullable BsonValue after, int size, long bytes) {
        List<RawBsonDocument> documents = new ArrayList<>();
        long taken = 0;
        try (MongoCursor<RawBsonDocument> cursor = find.iterator()) {
            while (cursor.hasNext()) {
                if (documents.size() == size || taken >= bytes) {
                    return new Page(documents, true);
                }
                RawBsonDocument document = cursor.next();
                if (after == null
                        || !documents.isEmpty()
                        || !IdBound.of(document).equals(after)) {
                    documents.add(document);
                    taken += document.getByteLength();
                }
            }
        }
        return new Page(documents, documents.size() == size);
    }
}
