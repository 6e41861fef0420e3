package io.crossfade.migration.sync;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.ReplicaWrites;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.bson.BsonDocument;

/**
 * The engine's writes to MongoDB as a replica. A write that was given up on may still arrive; until it is certainly over it
 * counts as running, and MongoDB must not become the authority. Each is a retryable write in a session of its own, so that
 * {@link UnsettledWrites} can make sure of its end.
 */
public final class SourceWrites implements ReplicaWrites, AutoCloseable {

    /** So many writes without an answer, and no more are sent: MongoDB is away. */
    private static final int MOST_UNSETTLED = 200;

    private final Supplier<ClientSession> sessions;
    private final MongoDatabase database;
    private final Duration limit;
    private final Clock clock;
    private final LongSupplier ticker;
    private final UnsettledWrites unsettled;
    private final Map<String, AtomicInteger> running = new ConcurrentHashMap<>();

    /**
     * @param sessions each a new one, with retryable writes
     * @param limit of one write, at the client and at the server
     * @param ticker monotonic, in nanoseconds
     */
    public SourceWrites(
            Supplier<ClientSession> sessions,
            MongoDatabase database,
            Installation installation,
            Duration limit,
            Clock clock,
            LongSupplier ticker) {
        this.sessions = sessions;
        this.database = database;
        this.limit = limit;
        this.clock = clock;
        this.ticker = ticker;
        this.unsettled = new UnsettledWrites(database, installation, limit);
    }

    /**
     * Something that may write begins: before it takes any lock, for once it has the unit's lock others may be waiting for its
     * end. Has to be closed.
     */
    Running begin(String unit) {
        AtomicInteger tally = running.computeIfAbsent(unit, name -> new AtomicInteger());
        tally.incrementAndGet();
        return new Running(tally, clock.millis(), ticker.getAsLong());
    }

    /** Counts as running until it is closed, and each of its writes whose answer is missing until that is certainly over. */
    final class Running implements AutoCloseable {

        private final AtomicInteger tally;
        private final long begunAt;
        private final long begunTick;
        private final AtomicInteger withoutEnd = new AtomicInteger();

        private Running(AtomicInteger tally, long begunAt, long begunTick) {
            this.tally = tally;
            this.begunAt = begunAt;
            this.begunTick = begunTick;
        }

        /**
         * Applies the writes in order, majority-acknowledged, within the limit at the client and at the server.
         *
         * @param writes each of one document, or they could not be told from a repetition
         * @throws MongoBulkWriteException if MongoDB refused one; those before it are applied
         * @throws com.mongodb.MongoException if the outcome is unknown
         */
        void apply(UnitMapping mapping, List<WriteModel<BsonDocument>> writes) {
            refuseIfLate();
            ClientSession session = sessions.get();
            boolean answered = false;
            try {
                MongoCollection<BsonDocument> collection = database.getCollection(
                                mapping.collection(), BsonDocument.class)
                        .withWriteConcern(WriteConcern.MAJORITY)
                        .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
                collection.bulkWrite(session, writes, new BulkWriteOptions().ordered(true));
                answered = true;
            } catch (MongoBulkWriteException refused) {
                answered = refused.getWriteConcernError() == null;
                throw refused;
            } finally {
                // A session is dirty after a lost connection, also if the driver's second attempt had an answer.
                if (answered && !session.getServerSession().isMarkedDirty()) {
                    session.close();
                } else {
                    tally.incrementAndGet();
                    withoutEnd.incrementAndGet();
                    unsettled.add(session, () -> {
                        tally.decrementAndGet();
                        withoutEnd.decrementAndGet();
                    });
                }
            }
        }

        /** Whether none of its writes may still have an effect. May be asked after it is closed. */
        boolean isOver() {
            return withoutEnd.get() == 0;
        }

        private void refuseIfLate() {
            Duration most = limit.multipliedBy(4);
            // By both clocks: the monotonic one stands still while the machine sleeps, the other one may be set back.
            if (clock.millis() - begunAt > most.toMillis() || ticker.getAsLong() - begunTick > most.toNanos()) {
                throw new MongoClientException(
                        "A write to the source as replica was begun too long ago; it was not sent");
            }
            if (unsettled.count() >= MOST_UNSETTLED) {
                throw new MongoClientException(
                        "Too many writes to the source as replica have no answer yet; this one was not sent");
            }
        }

        @Override
        public void close() {
            tally.decrementAndGet();
        }
    }

    /** Whether none of this instance's writes to the unit is running or may still have an effect. */
    @Override
    public boolean quiet(String unit) {
        AtomicInteger tally = running.get(unit);
        return tally == null || tally.get() == 0;
    }

    @Override
    public void close() {
        unsettled.close();
    }
}
