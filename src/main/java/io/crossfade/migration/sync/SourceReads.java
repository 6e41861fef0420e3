package io.crossfade.migration.sync;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.MongoAnchor;
import io.crossfade.migration.mapping.Ids;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * Reads of MongoDB that are never older than their own beginning. One document is read linearizably. A batch cannot be:
 * there, one linearizable read gives a time, and the batch is read with read concern majority at that time or later. A
 * deposed primary can answer neither.
 */
public final class SourceReads {

    private final MongoAnchor anchor;
    private final MongoDatabase database;
    private final Duration limit;

    public SourceReads(MongoClient client, MongoDatabase database, Duration limit) {
        this.anchor = new MongoAnchor(client, database, limit);
        this.database = database;
        this.limit = limit;
    }

    /**
     * The documents as they are now; a key without one is not in the result.
     *
     * @param mostBytes of several documents, about; one alone may be larger
     * @throws TooMuchAtOnceException if there are more
     * @throws com.mongodb.MongoException if MongoDB cannot answer within the limit
     */
    Map<String, BsonDocument> read(UnitMapping mapping, Collection<String> keys, long mostBytes) {
        Map<String, BsonDocument> found = new HashMap<>();
        BsonDocument filter = Ids.anyOf(keys.stream().map(Ids::bson).toList());
        if (keys.size() == 1) {
            RawBsonDocument document = collection(mapping)
                    .withReadConcern(ReadConcern.LINEARIZABLE)
                    .find(filter)
                    .first();
            if (document != null) {
                found.put(key(document), document);
            }
            return found;
        }
        long bytes = 0;
        try (ClientSession session = anchored();
                MongoCursor<RawBsonDocument> documents = collection(mapping)
                        .withReadConcern(ReadConcern.MAJORITY)
                        .find(session, filter)
                        .cursor()) {
            while (documents.hasNext()) {
                RawBsonDocument document = documents.next();
                bytes += document.getByteLength();
                if (bytes > mostBytes && found.size() > 0) {
                    throw new TooMuchAtOnceException();
                }
                found.put(key(document), document);
            }
        }
        return found;
    }

    /** A session for reads with read concern majority that are no older than this call. The caller closes it. */
    public ClientSession anchored() {
        return anchor.session();
    }

    /** The key of a document, which always has an {@code _id}. */
    static String key(BsonDocument document) {
        return Ids.text(Objects.requireNonNull(Ids.of(document)));
    }

    private MongoCollection<RawBsonDocument> collection(UnitMapping mapping) {
        return database.getCollection(mapping.collection(), RawBsonDocument.class)
                .withReadPreference(ReadPreference.primary())
                .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
