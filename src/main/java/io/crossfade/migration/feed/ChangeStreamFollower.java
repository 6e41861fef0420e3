package io.crossfade.migration.feed;

import com.mongodb.MongoException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.StrangeStoreException;
import io.crossfade.migration.control.Troubles;
import io.crossfade.migration.sync.Failures;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SyncFailedException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one unit's change stream while it is this instance's turn: syncs the keys of a batch of events, then tells who waits for a mark
 * in it, then saves the position. A failure is tried again for ever; only the server's word that the history is gone makes it begin anew,
 * and that is noted as a loss, as is what happens to the collection or the database as a whole. Nothing is made of what another source may
 * have answered: the driver goes on by itself at whatever answers, and a position is mostly a time, from which any server can go on.
 */
final class ChangeStreamFollower implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(ChangeStreamFollower.class);

    private final String unit;
    private final ChangeStream stream;
    private final Installation installation;
    private final Checkpoints checkpoints;
    private final KeySync sync;
    private final Marks marks;
    private final FeedProperties properties;
    private final StoreNames names;
    private final Turn turn;
    private volatile boolean stopped;
    private volatile long caughtUpAt = System.nanoTime();
    private volatile @Nullable String problem = "it has not begun to read yet";
    private volatile @Nullable Long failingSince;
    private final Troubles troubles = new Troubles();
    private volatile boolean lost;
    private long savedAt;
    private long source;

    ChangeStreamFollower(
            String unit,
            ChangeStream stream,
            Installation installation,
            Checkpoints checkpoints,
            KeySync sync,
            Marks marks,
            FeedProperties properties,
            Leases leases,
            StoreNames names) {
        this.unit = unit;
        this.stream = stream;
        this.installation = installation;
        this.checkpoints = checkpoints;
        this.sync = sync;
        this.marks = marks;
        this.properties = properties;
        this.names = names;
        turn = new Turn(leases, "feed:" + unit, properties);
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

    /** Whether changes were missed, which nothing has made good yet; false while another instance follows. */
    boolean hasLost() {
        return lost;
    }

    /** Since when it tries in vain; zero while it goes on, or another instance follows. */
    Duration failing() {
        Long since = failingSince;
        return since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
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
                    if (!leavesTurn()) {
                        failingSince = null;
                        lost = false;
                        troubles.areOver();
                    }
                    Thread.sleep(properties.retryInterval());
                }
            } catch (MongoException failed) {
                onFailure(failed);
            } catch (StrangeStoreException strange) {
                pause(String.valueOf(strange.getMessage()));
            } catch (SQLException failed) {
                pause("the target cannot be asked: SQLSTATE " + failed.getSQLState());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error failed) {
                pause("it failed with " + Failures.place(failed));
            }
        }
    }

    /** One that fails lets its turn pass, and waits until every other had the time to take it. */
    private boolean leavesTurn() {
        return failingSince != null && turn.isLeft();
    }

    private boolean takesTurn() throws SQLException {
        if (turn.isDue() && !leavesTurn()) {
            if (turn.take()) {
                lost = checkpoints.tell(unit, lag(), problem);
            }
        }
        return turn.isOurs();
    }

    private void follow() throws SQLException, InterruptedException {
        Checkpoints.Checkpoint checkpoint = checkpoints.read(unit).orElse(null);
        if (checkpoint == null) {
            beginAnew("there was no position to go on from");
            return;
        }
        BsonDocument position = checkpoint.token();
        source = installation.requireSource();
        try (MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> cursor = stream.open(position)) {
            caughtUpAt = System.nanoTime() - checkpoint.age().toNanos();
            if (failingSince == null) {
                problem = null;
            }
            while (!stopped && takesTurn()) {
                long asked = System.nanoTime();
                ChangeStreamDocument<RawBsonDocument> event = cursor.tryNext();
                installation.requireSame(source);
                if (event == null && cursor.getServerCursor() == null) {
                    // None is left because there is no stream any more, which tells nothing of what has happened.
                    pause("MongoDB ended the change stream");
                    return;
                }
                if (event == null) {
                    caughtUpAt = asked;
                    goesOn();
                    BsonDocument idle = cursor.getResumeToken();
                    if (idle != null) {
                        position = idle;
                        if (System.nanoTime() - savedAt
                                        > properties.saveInterval().toNanos()
                                && !save(idle)) {
                            return;
                        }
                    }
                    continue;
                }
                List<ChangeStreamDocument<RawBsonDocument>> events = new ArrayList<>();
                while (event != null) {
                    events.add(event);
                    event = cursor.available() > 0 ? cursor.tryNext() : null;
                }
                ChangeBatch batch = ChangeBatch.of(stream, events);
                workOn(batch, position);
                position = batch.token();
                if (!save(position) || batch.ends()) {
                    return;
                }
                if (events.size() < properties.batch()) {
                    caughtUpAt = asked;
                }
                goesOn();
            }
        }
    }

    /** The loss first: from then on no gate passes, and a verification that begins later makes it good. */
    private void workOn(ChangeBatch batch, BsonDocument before) throws SQLException, InterruptedException {
        if (!batch.losses().isEmpty()) {
            String reason = String.join(", ", batch.losses());
            checkpoints.lose(unit, before, reason);
            tellLoss(reason);
        }
        syncUntilDone(batch.keys());
        for (String mark : batch.marks()) {
            if (Marks.belongsTo(mark, unit)) {
                marks.reached(mark);
            }
        }
    }

    private void syncUntilDone(Set<String> keys) throws InterruptedException {
        while (!stopped) {
            try {
                sync.sync(unit, keys);
                return;
            } catch (SyncFailedException failed) {
                failing(String.valueOf(failed.getMessage()));
                Thread.sleep(properties.retryInterval());
            }
        }
        throw new InterruptedException("stopped");
    }

    private boolean save(BsonDocument token) throws SQLException {
        savedAt = System.nanoTime();
        return checkpoints.save(unit, token);
    }

    private void onFailure(MongoException failed) {
        if (!ChangeStream.lostHistory(failed)) {
            pause("the source cannot be asked: " + failed.getClass().getSimpleName() + " " + failed.getCode());
            return;
        }
        try {
            installation.requireSame(source);
            beginAnew("the source no longer holds the history: error " + failed.getCode());
        } catch (SQLException | RuntimeException notYet) {
            pause("the source said that history is lost, and no new position could be saved yet");
        }
    }

    private void beginAnew(String reason) throws SQLException {
        Optional<BsonDocument> now = stream.positionNow(properties.positionLimit());
        if (now.isEmpty()) {
            pause("the source tells no position of its change stream; " + reason);
            return;
        }
        checkpoints.lose(unit, now.get(), reason);
        tellLoss(reason);
    }

    private void tellLoss(String reason) {
        log.error(
                "Unit '{}': changes were missed: {}. Gates stay closed until a verification with repair has passed, which"
                        + " makes the other store equal to the one that decides: see first whether that one is right",
                unit,
                names.in(reason));
    }

    private void goesOn() {
        problem = null;
        failingSince = null;
        if (troubles.areOver()) {
            log.info("Unit '{}': its change stream is followed again", unit);
        }
    }

    /** Told once for each reason, however often it is tried again. */
    private void failing(String reason) {
        problem = reason;
        if (failingSince == null) {
            failingSince = System.nanoTime();
        }
        if (troubles.isNew(reason)) {
            log.warn(
                    "Unit '{}': its change stream cannot be followed, which is tried again: {}",
                    unit,
                    names.in(reason));
        }
    }

    private void pause(String reason) {
        if (!stopped) {
            failing(reason);
            LockSupport.parkNanos(properties.retryInterval().toNanos());
            if (Thread.currentThread().isInterrupted()) {
                stopped = true;
            }
        }
    }
}
