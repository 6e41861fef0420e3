package io.crossfade.migration.feed;

import com.mongodb.MongoException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.Failures;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SyncFailedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one unit's change stream while it is this instance's turn: syncs the keys of a batch of events, then tells
 * who waits for a mark in it, then saves the position. A failure is tried again for ever; only the server's word that the history
 * is gone makes it begin anew, and that is noted as a loss.
 */
final class ChangeStreamFollower implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ChangeStreamFollower.class);

    /** ChangeStreamHistoryLost, ChangeStreamFatalError, InvalidResumeToken. */
    private static final Set<Integer> HISTORY_LOST = Set.of(286, 280, 260);

    private final String unit;
    private final ChangeStream stream;
    private final Checkpoints checkpoints;
    private final KeySync sync;
    private final Marks marks;
    private final FeedProperties properties;
    private final Turn turn;
    private volatile boolean stopped;
    private volatile long caughtUpAt = System.nanoTime();
    private volatile @Nullable String problem = "it has not begun to read yet";
    private long savedAt;

    ChangeStreamFollower(
            String unit,
            ChangeStream stream,
            Checkpoints checkpoints,
            KeySync sync,
            Marks marks,
            FeedProperties properties,
            Leases leases) {
        this.unit = unit;
        this.stream = stream;
        this.checkpoints = checkpoints;
        this.sync = sync;
        this.marks = marks;
        this.properties = properties;
        this.turn = new Turn(leases, "feed:" + unit, properties.leaseTtl());
    }

    void stop() {
        stopped = true;
    }

    /** Whether this instance follows the unit now, as far as it knows. */
    boolean leads() {
        return turn.isOurs();
    }

    @Nullable
    String problem() {
        return problem;
    }

    /** Zero while all that had happened is synced at least as often as the server answers. */
    Duration lag() {
        Duration since = Duration.ofNanos(System.nanoTime() - caughtUpAt);
        return since.compareTo(properties.awaitTime().multipliedBy(2)) < 0 ? Duration.ZERO : since;
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                if (takesTurn()) {
                    follow();
                } else {
                    Thread.sleep(properties.retryInterval());
                }
            } catch (MongoException failed) {
                onFailure(failed);
            } catch (SQLException failed) {
                pause("the target cannot be asked: SQLSTATE " + failed.getSQLState());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error failed) {
                if (!stopped) {
                    log.warn("Unit '{}': its follower failed and will go on: {}", unit, Failures.place(failed));
                }
                pause(failed.getClass().getSimpleName());
            }
        }
    }

    private boolean takesTurn() throws SQLException {
        if (turn.isDue()) {
            boolean ours = turn.take();
            if (ours) {
                checkpoints.tell(unit, lag(), problem);
            }
            return ours;
        }
        return turn.isOurs();
    }

    private void follow() throws SQLException, InterruptedException {
        Optional<Checkpoints.Checkpoint> checkpoint = checkpoints.read(unit);
        if (checkpoint.isEmpty()) {
            checkpoints.lose(unit, stream.positionNow(), "there was no position to go on from");
            return;
        }
        try (MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> cursor =
                stream.open(checkpoint.get().token())) {
            caughtUpAt = System.nanoTime() - checkpoint.get().age().toNanos();
            problem = null;
            long asked = caughtUpAt;
            while (!stopped && takesTurn()) {
                if (cursor.available() == 0) {
                    asked = System.nanoTime();
                }
                ChangeStreamDocument<RawBsonDocument> event = cursor.tryNext();
                if (event == null) {
                    caughtUpAt = asked;
                    saveIdle(cursor.getResumeToken());
                    continue;
                }
                List<ChangeStreamDocument<RawBsonDocument>> events = new ArrayList<>();
                while (event != null) {
                    events.add(event);
                    event = events.size() < properties.batch() && cursor.available() > 0 ? cursor.tryNext() : null;
                }
                workOn(events);
                if (cursor.available() == 0) {
                    // The server's answer held all that had happened when it was asked.
                    caughtUpAt = asked;
                }
            }
        }
    }

    private void workOn(List<ChangeStreamDocument<RawBsonDocument>> events) throws SQLException, InterruptedException {
        Set<String> keys = new LinkedHashSet<>();
        List<String> passed = new ArrayList<>();
        for (ChangeStreamDocument<RawBsonDocument> event : events) {
            BsonValue id = ChangeStream.id(event);
            if (ChangeStream.isMark(event)) {
                if (event.getOperationType() == OperationType.INSERT && id != null && id.isString()) {
                    passed.add(id.asString().getValue());
                }
            } else if (id != null && stream.concerns(event)) {
                keys.add(Ids.text(id));
            } else {
                checkpoints.lose(
                        unit,
                        event.getResumeToken(),
                        "the collection was subject to '" + event.getOperationTypeString() + "'");
                log.error(
                        "Unit '{}': its collection was subject to '{}'; run a verification with repair",
                        unit,
                        event.getOperationTypeString());
            }
        }
        syncUntilDone(keys);
        for (String mark : passed) {
            if (Marks.belongsTo(mark, unit)) {
                marks.reached(mark);
            }
        }
        checkpoints.save(unit, events.getLast().getResumeToken());
        savedAt = System.nanoTime();
    }

    private void syncUntilDone(Set<String> keys) throws InterruptedException {
        while (!stopped) {
            try {
                sync.sync(unit, keys);
                problem = null;
                return;
            } catch (SyncFailedException failed) {
                problem = failed.getMessage();
                Thread.sleep(properties.retryInterval());
            }
        }
        throw new InterruptedException("stopped");
    }

    private void saveIdle(@Nullable BsonDocument token) throws SQLException {
        if (token != null
                && System.nanoTime() - savedAt > properties.saveInterval().toNanos()) {
            checkpoints.save(unit, token);
            savedAt = System.nanoTime();
        }
    }

    private void onFailure(MongoException failed) {
        if (!HISTORY_LOST.contains(failed.getCode())) {
            pause("the source cannot be asked: " + failed.getClass().getSimpleName() + " " + failed.getCode());
            return;
        }
        try {
            checkpoints.lose(
                    unit, stream.positionNow(), "the source no longer holds the history: error " + failed.getCode());
            log.error(
                    "Unit '{}': the change stream's history is lost (error {}); gates stay closed until a verification with"
                            + " repair has passed",
                    unit,
                    failed.getCode());
        } catch (SQLException | RuntimeException notYet) {
            pause("history is lost, and no new position could be saved yet");
        }
    }

    private void pause(String reason) {
        if (!stopped) {
            problem = reason;
            log.debug("Unit '{}': {}", unit, reason);
            try {
                Thread.sleep(properties.retryInterval());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                stopped = true;
            }
        }
    }
}
