package io.crossfade.migration.control;

import com.mongodb.ClientSessionOptions;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets several documents be read no older than a moment. MongoDB reads a single document linearizably and no more; one such
 * read gives a time, and reads with read concern majority in the same causally consistent session are of that time or later. A
 * deposed primary can answer neither.
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
     * A session in which one linearizable read was made: what is read in it with read concern majority is no older than this
     * call. The caller closes it.
     *
     * @throws com.mongodb.MongoException if MongoDB cannot answer within the limit
     */
    public ClientSession session() {
        ClientSession session = client.startSession(
                ClientSessionOptions.builder().causallyConsistent(true).build());
        try {
            database.getCollection(COLLECTION)
                    .withReadPreference(ReadPreference.primary())
                    .withReadConcern(ReadConcern.LINEARIZABLE)
                    .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .find(session, Filters.eq("_id", "anchor"))
                    .first();
            return session;
        } catch (RuntimeException failed) {
            session.close();
            throw failed;
        }
    }
}
