package io.crossfade.migration.sync;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.MongoAnchor;
import io.crossfade.migration.mapping.Ids;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonValue;
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
     * @throws com.mongodb.MongoException if MongoDB cannot answer within the limit
     */
    Map<String, BsonDocument> read(UnitMapping mapping, Collection<String> keys) {
        Map<String, BsonDocument> found = new HashMap<>();
        List<BsonValue> ids = keys.stream().map(Ids::bson).toList();
        if (ids.size() == 1) {
            RawBsonDocument document = collection(mapping)
                    .withReadConcern(ReadConcern.LINEARIZABLE)
                    .find(Filters.eq("_id", ids.getFirst()))
                    .first();
            if (document != null) {
                found.put(key(document), document);
            }
            return found;
        }
        try (ClientSession session = anchored()) {
            for (RawBsonDocument document :
                    collection(mapping).withReadConcern(ReadConcern.MAJORITY).find(session, Filters.in("_id", ids))) {
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
        return Ids.text(Objects.requireNonNull(document.get("_id")));
    }

    private MongoCollection<RawBsonDocument> collection(UnitMapping mapping) {
        return database.getCollection(mapping.collection(), RawBsonDocument.class)
                .withReadPreference(ReadPreference.primary())
                .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
