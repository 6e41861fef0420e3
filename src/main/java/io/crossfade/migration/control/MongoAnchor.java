package io.crossfade.migration.control;

import com.mongodb.ClientSessionOptions;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Lets several documents be read no older than a moment. MongoDB reads a single document linearizably and no more; one such
 * read gives a time, and reads with read concern majority in a causally consistent session that begins with that time are of it or
 * later. A deposed primary can answer neither. The linearizable read has a session of its own: in a causally consistent one the
 * driver's second attempt would carry the time of the first, which MongoDB refuses for such a read.
 */
public final class MongoAnchor {

    private static final String COLLECTION = "crossfade_anchor";

    private final MongoClient client;
    private final MongoDatabase database;
    private final Duration limit;

    public MongoAnchor(MongoClient client, MongoDatabase database, Duration limit) {
        this.client = client;
        this.database = database;
        this.limit = limit;
    }

    /**
     * A session whose reads with read concern majority are no older than this call. The caller closes it.
     *
     * @throws com.mongodb.MongoException if MongoDB cannot answer within the limit
     */
    public ClientSession session() {
        try (ClientSession alone = client.startSession(
                ClientSessionOptions.builder().causallyConsistent(false).build())) {
            database.getCollection(COLLECTION)
                    .withReadPreference(ReadPreference.primary())
                    .withReadConcern(ReadConcern.LINEARIZABLE)
                    .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .find(alone, Filters.eq("_id", "anchor"))
                    .first();
            ClientSession session = client.startSession(
                    ClientSessionOptions.builder().causallyConsistent(true).build());
            session.advanceClusterTime(alone.getClusterTime());
            session.advanceOperationTime(Objects.requireNonNull(
                    alone.getOperationTime(), "MongoDB tells no time of its reads: it is no replica set"));
            return session;
        }
    }
}
