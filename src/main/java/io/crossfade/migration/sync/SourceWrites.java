package io.crossfade.migration.sync;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.ReplicaWrites;
import java.time.Clock;
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
    private final Clock clock;
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    /** @param limit of one write, at the client and at the server */
    public SourceWrites(MongoDatabase database, Duration limit, Clock clock) {
        this.database = database;
        this.limit = limit;
        this.clock = clock;
    }

    /**
     * Something that may write begins: before it takes any lock, for once it has the unit's lock others may be waiting for its
     * end. Has to be closed.
     */
    Running begin(String unit) {
        Tally tally = tallies.computeIfAbsent(unit, name -> new Tally());
        tally.begin();
        return new Running(tally, clock.millis());
    }

    /** Counts as running until it is closed, and longer if a write's answer is missing then. */
    final class Running implements AutoCloseable {

        private final Tally tally;
        private final long begunAt;
        private long uncertainUntil;

        private Running(Tally tally, long begunAt) {
            this.tally = tally;
            this.begunAt = begunAt;
        }

        /**
         * Applies the writes in order, majority-acknowledged, within the limit at the client and at the server.
         *
         * @throws MongoBulkWriteException if MongoDB refused one; those before it are applied
         * @throws com.mongodb.MongoException if the outcome is unknown
         */
        void apply(UnitMapping mapping, List<WriteModel<BsonDocument>> writes) {
            if (clock.millis() - begunAt > limit.multipliedBy(4).toMillis()) {
                // The machine may have slept: its other clock stood still, and the locks are gone.
                throw new MongoClientException(
                        "A write to the source as replica was begun too long ago; it was not sent");
            }
            boolean answered = false;
            try {
                MongoCollection<BsonDocument> collection = database.getCollection(
                                mapping.collection(), BsonDocument.class)
                        .withWriteConcern(WriteConcern.MAJORITY)
                        .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
                collection.bulkWrite(writes, new BulkWriteOptions().ordered(true));
                answered = true;
            } catch (MongoBulkWriteException refused) {
                answered = refused.getWriteConcernError() == null;
                throw refused;
            } finally {
                if (!answered) {
                    uncertainUntil = System.nanoTime() + limit.multipliedBy(3).toNanos();
                }
            }
        }

        @Override
        public void close() {
            tally.end(uncertainUntil);
        }
    }

    /**
     * Whether none of this instance's writes to the unit is running or of unknown end. A write without an answer is over once
     * three times its limit has passed: the server ends it within one, and the retry that the driver may have sent within another.
     */
    @Override
    public boolean quiet(String unit) {
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
