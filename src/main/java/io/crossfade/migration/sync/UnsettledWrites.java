package io.crossfade.migration.sync;

import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.crossfade.migration.control.Installation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions in which a write may be under way that nobody waits for any more: its answer was lost, and it may still be in the network.
 * One more retryable write in the same session ends that, once a majority has it: from then on MongoDB refuses the session's earlier
 * transaction numbers (TransactionTooOld). It has to change something, for only a write that does is remembered by a new primary.
 */
final class UnsettledWrites implements AutoCloseable {

    static final String COLLECTION = "crossfade_settled";

    private static final Logger log = LoggerFactory.getLogger(UnsettledWrites.class);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final MongoCollection<BsonDocument> collection;
    private final Installation installation;
    private final Deque<Unsettled> waiting = new ArrayDeque<>();
    private @Nullable Thread settling;
    private boolean closed;

    /** @param limit of one attempt */
    UnsettledWrites(MongoDatabase database, Installation installation, Duration limit) {
        this.installation = installation;
        collection = database.getCollection(COLLECTION, BsonDocument.class)
                .withWriteConcern(WriteConcern.MAJORITY)
                .withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private record Unsettled(ClientSession session, Runnable whenOver) {}

    /**
     * Takes over a session that nobody else uses any more.
     *
     * @param whenOver is called once no earlier write of the session can have an effect any more; never, if that cannot be known
     */
    synchronized void add(ClientSession session, Runnable whenOver) {
        waiting.addLast(new Unsettled(session, whenOver));
        if (settling == null && !closed) {
            settling = Thread.ofVirtual().name("crossfade-settle").start(this::settleAll);
        }
    }

    synchronized int count() {
        return waiting.size();
    }

    private synchronized @Nullable Unsettled next() {
        Unsettled next = closed ? null : waiting.peekFirst();
        if (next == null) {
            settling = null;
        }
        return next;
    }

    private void settleAll() {
        Unsettled next;
        while ((next = next()) != null) {
            boolean over = settle(next.session);
            synchronized (this) {
                waiting.remove(next);
                if (!over) {
                    waiting.addLast(next);
                }
            }
            if (over) {
                next.session.close();
                next.whenOver.run();
            } else if (!pause()) {
                return;
            }
        }
    }

    private boolean settle(ClientSession session) {
        try {
            long source = installation.requireSource();
            long before = session.getServerSession().getTransactionNumber();
            collection.updateOne(
                    session, Filters.eq("_id", "writes"), Updates.inc("settled", 1L), new UpdateOptions().upsert(true));
            // Another store's word settles nothing here.
            installation.requireSame(source);
            if (session.getServerSession().getTransactionNumber() > before) {
                return true;
            }
            log.error(
                    "The connection to MongoDB says retryWrites=false: a write to it whose answer was lost cannot be known"
                            + " to be over, and MongoDB cannot become the authority again. Set retryWrites=true and restart");
        } catch (MongoException | SQLException | IllegalStateException notYet) {
            log.debug(
                    "A write to the source as replica is not settled yet: {}",
                    notYet.getClass().getSimpleName());
        }
        return false;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What is unsettled stays so. */
    @Override
    public synchronized void close() {
        closed = true;
        if (settling != null) {
            settling.interrupt();
        }
    }
}
