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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Reads of MongoDB that are never older than their own beginning. One document is read linearizably. A batch cannot be:
 * there, one linearizable read gives a time, and the batch is read with read concern majority at that time or later. A
 * deposed primary can answer neither.
 */
public final class SourceReads {

    /** Of an {@code _id} of these types a filter is no equality, so its document is found by its place in the index alone. */
    private static final Set<BsonType> INDEX_ONLY = Set.of(BsonType.REGULAR_EXPRESSION, BsonType.UNDEFINED);

    private static final BsonDocument BY_ID = new BsonDocument("_id", new BsonInt32(1));

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
        List<BsonValue> ids = new ArrayList<>();
        for (String key : keys) {
            BsonValue id = Ids.bson(key);
            if (INDEX_ONLY.contains(Ids.type(id))) {
                RawBsonDocument document = byIndex(mapping, id);
                if (document != null && key(document).equals(key)) {
                    found.put(key, document);
                }
            } else {
                ids.add(id);
            }
        }
        if (ids.isEmpty()) {
            return found;
        }
        BsonDocument filter = Ids.anyOf(ids);
        if (ids.size() == 1) {
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

    private @Nullable RawBsonDocument byIndex(UnitMapping mapping, BsonValue id) {
        return collection(mapping)
                .withReadConcern(ReadConcern.LINEARIZABLE)
                .find()
                .hint(BY_ID)
                .min(Ids.alone(id))
                .limit(1)
                .first();
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
