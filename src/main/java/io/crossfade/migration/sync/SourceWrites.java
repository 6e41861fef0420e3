package io.crossfade.migration.sync;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.ReplicaWrites;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;

/**
 * The engine's writes to MongoDB as a replica. A write that was given up on may still arrive; until it is certainly over it
 * counts as running, and MongoDB must not become the authority.
 */
public final class SourceWrites implements ReplicaWrites {

    private final MongoDatabase database;
    private final Duration limit;
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
    private final long startedAt = System.nanoTime();

    public SourceWrites(MongoDatabase database, Duration limit) {
        this.database = database;
        this.limit = limit;
    }

    /**
     * Applies the writes in order, majority-acknowledged, within the limit at the client and at the server.
     *
     * @throws MongoBulkWriteException if MongoDB refused one; those before it are applied
     * @throws com.mongodb.MongoException if the outcome is unknown
     */
    void apply(UnitMapping mapping, List<WriteModel<BsonDocument>> writes) {
        Tally tally = tallies.computeIfAbsent(mapping.name(), unit -> new Tally());
        tally.begin();
        boolean answered = false;
        try {
            MongoCollection<BsonDocument> collection = database.getCollection(mapping.collection(), BsonDocument.class)
                    .withWriteConcern(WriteConcern.MAJORITY)
                    .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(true));
            answered = true;
        } catch (MongoBulkWriteException refused) {
            answered = refused.getWriteConcernError() == null;
            throw refused;
        } finally {
            tally.end(answered ? 0 : System.nanoTime() + limit.multipliedBy(3).toNanos());
        }
    }

    /**
     * Whether none of this instance's writes to the unit is running or of unknown end. A write without an answer is over once
     * three times its limit has passed: the server ends it within one, and the retry that the driver may have sent within another.
     */
    @Override
    public boolean quiet(String unit) {
        // A process that died may have left a write behind, as one of ours that was given up on.
        if (System.nanoTime() - startedAt < limit.multipliedBy(3).toNanos()) {
            return false;
        }
        Tally tally = tallies.get(unit);
        return tally == null || tally.quiet();
    }

    private static final class Tally {
        private int running;
        private long uncertainUntil;
        private boolean uncertain;

        synchronized void begin() {
            running++;
        }

        synchronized void end(long until) {
            running--;
            if (until != 0) {
                uncertainUntil = uncertain && uncertainUntil - until > 0 ? uncertainUntil : until;
                uncertain = true;
            }
        }

        synchronized boolean quiet() {
            if (uncertain && System.nanoTime() - uncertainUntil > 0) {
                uncertain = false;
            }
            return running == 0 && !uncertain;
        }
    }
}
