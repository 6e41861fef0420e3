package io.crossfade.migration.feed;

import com.mongodb.MongoException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.MoveUndoneException;
import io.crossfade.migration.control.StrangeStoreException;
import io.crossfade.migration.mapping.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A unit's change stream. It watches the database, not the collection, for two reasons: the marks by which one waits for the
 * follower come in the same order as the changes, and dropping the collection does not end it unseen. Only names of
 * documents are asked for, so no event is too large.
 */
final class ChangeStream {

    /** Where marks are written. */
    static final String MARKS = "crossfade_marks";

    /** ChangeStreamHistoryLost, ChangeStreamFatalError, InvalidResumeToken. */
    private static final Set<Integer> HISTORY_LOST = Set.of(286, 280, 260);

    /** So the server calls what no later attempt from that position can pass, whatever its code. */
    private static final String NOT_RESUMABLE = "NonResumableChangeStreamError";

    /** A move waits for the answer, not for a change. */
    private static final Duration SOON = Duration.ofMillis(50);

    private final MongoDatabase database;
    private final Installation installation;
    private final String collection;
    private final Duration awaitTime;
    private final int batch;

    /** @param batch most events in an answer */
    ChangeStream(
            MongoDatabase database, Installation installation, UnitMapping mapping, Duration awaitTime, int batch) {
        this.database = database;
        this.installation = installation;
        this.collection = mapping.collection();
        this.awaitTime = awaitTime;
        this.batch = batch;
    }

    /** Goes on behind that event, also if it ended the stream. An answer with fewer events than a batch holds all there are. */
    MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> open(@Nullable BsonDocument after) {
        return open(after, awaitTime);
    }

    private MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> open(
            @Nullable BsonDocument after, Duration await) {
        ChangeStreamIterable<RawBsonDocument> stream = database.watch(pipeline(), RawBsonDocument.class)
                .batchSize(batch)
                .maxAwaitTime(await.toMillis(), TimeUnit.MILLISECONDS);
        return (after == null ? stream : stream.startAfter(after)).cursor();
    }

    /**
     * A position such that every change that begins after this call is seen from it. Empty if MongoDB tells none within the limit:
     * before anything happens only its {@code postBatchResumeToken} does, which old and compatible servers do not send.
     *
     * @throws StrangeStoreException if another source may have told it
     */
    Optional<BsonDocument> positionNow(Duration limit) throws StrangeStoreException {
        long deadline = System.nanoTime() + limit.toNanos();
        long source = installation.requireSource();
        try (MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> cursor = open(null, SOON)) {
            BsonDocument token = cursor.getResumeToken();
            while (token == null && System.nanoTime() - deadline < 0) {
                cursor.tryNext();
                token = cursor.getResumeToken();
            }
            installation.requireSame(source);
            return Optional.ofNullable(token);
        }
    }

    /** Where a unit's replication begins. @throws MoveUndoneException if MongoDB tells no position within the limit */
    BsonDocument positionForMove(String unit, Duration limit) {
        return positionOf(unit, limit)
                .orElseThrow(
                        () -> new MoveUndoneException(
                                "Unit '" + unit
                                        + "': MongoDB told no position of its change stream within " + limit.toSeconds()
                                        + " s, so changes could be missed; the unit stands where it stood. Look whether MongoDB is a replica set of"
                                        + " version 4.4 or newer (compatible servers may send no postBatchResumeToken), and move again"));
    }

    private Optional<BsonDocument> positionOf(String unit, Duration limit) {
        try {
            return positionNow(limit);
        } catch (StrangeStoreException strange) {
            throw new MoveUndoneException("Unit '" + unit + "': " + strange.getMessage()
                    + "; the unit stands where it stood. Move again when this instance is ready");
        }
    }

    /**
     * The {@code _id} of the document that the event names; null if it names none. The driver decodes the document key itself, by
     * which an id that is not the same once decoded would be lost; what it takes for the document it leaves as it came.
     */
    static @Nullable BsonValue id(ChangeStreamDocument<RawBsonDocument> event) {
        RawBsonDocument key = event.getFullDocument();
        return key == null ? null : Ids.of(key);
    }

    static boolean lostHistory(MongoException failed) {
        return HISTORY_LOST.contains(failed.getCode()) || failed.hasErrorLabel(NOT_RESUMABLE);
    }

    boolean concerns(ChangeStreamDocument<RawBsonDocument> event) {
        return event.getNamespace() != null
                && collection.equals(event.getNamespace().getCollectionName());
    }

    static boolean isMark(ChangeStreamDocument<RawBsonDocument> event) {
        return event.getNamespace() != null && MARKS.equals(event.getNamespace().getCollectionName());
    }

    private List<Bson> pipeline() {
        return List.of(
                Aggregates.match(Filters.or(
                        Filters.in("ns.coll", collection, MARKS),
                        Filters.eq("to.coll", collection),
                        Filters.in("operationType", "dropDatabase", "invalidate"))),
                Aggregates.project(Projections.fields(
                        Projections.include("operationType", "ns", "to", "clusterTime", "wallTime"),
                        Projections.computed("fullDocument", "$documentKey"))));
    }
}
