package io.crossfade.migration.feed;

import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Barrier;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.MoveListener;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.KeySync;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The followers of all units: which run, how far behind they are, and how to wait for them. */
public final class Feed implements Barrier, MoveListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    private final Units units;
    private final UnitStates states;
    private final MongoDatabase database;
    private final KeySync sync;
    private final FeedProperties properties;
    private final Checkpoints checkpoints;
    private final Marks marks;
    private final OutboxFollower outbox;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private @Nullable Thread outboxThread;

    private record Running(ChangeStreamFollower follower, Thread thread) {}

    Feed(
            Units units,
            UnitStates states,
            MongoDatabase database,
            DataSource dataSource,
            KeySync sync,
            FeedProperties properties) {
        this.units = units;
        this.states = states;
        this.database = database;
        this.sync = sync;
        this.properties = properties;
        checkpoints = new Checkpoints(dataSource);
        marks = new Marks(database);
        outbox = new OutboxFollower(dataSource, states, sync, properties);
    }

    @Override
    public boolean awaitSourceMark(String unit, Duration limit) {
        return running.containsKey(unit) && marks.await(unit, limit);
    }

    /** The stream is opened, and its position kept, before the first write that it must not miss. */
    @Override
    public void beforeMove(Gate.Move move) throws SQLException {
        if (move.is(Phase.SOURCE, Phase.DUAL_WRITE) || move.is(Phase.SOURCE_REMOVED, Phase.TARGET)) {
            checkpoints.begin(move.unit(), stream(move.unit()).positionNow());
        }
    }

    @Override
    public synchronized void standsAt(FenceRow row) {
        boolean follows = row.phase().replicates() || row.capturing();
        if (follows && !running.containsKey(row.unit())) {
            start(row.unit());
        } else if (!follows) {
            stop(row.unit());
        }
        if (follows && outboxThread == null) {
            outboxThread = Thread.ofPlatform().daemon().name("crossfade-outbox").start(outbox);
        }
    }

    /** How far behind the unit's replica is. */
    public FeedStatus status(String unit) {
        Running follower = running.get(unit);
        FenceRow row = states.get(unit);
        try {
            Optional<Checkpoints.Checkpoint> checkpoint = follower == null ? Optional.empty() : checkpoints.read(unit);
            OutboxFollower.Waiting waiting = outbox.waiting(unit);
            boolean fromSource = row.phase().authority() == Side.SOURCE;
            Duration lag = fromSource || waiting.entries() == 0 ? Duration.ZERO : waiting.lag();
            if (follower != null && fromSource) {
                lag = follower.follower.lag();
            }
            return new FeedStatus(
                    follower != null,
                    lag,
                    waiting.entries(),
                    checkpoint.map(Checkpoints.Checkpoint::lostAt).orElse(null),
                    checkpoint.map(Checkpoints.Checkpoint::lostReason).orElse(null),
                    problem(follower));
        } catch (SQLException away) {
            Duration lag = follower == null ? Duration.ZERO : follower.follower.lag();
            return new FeedStatus(
                    follower != null, lag, 0, null, null, "the target cannot be asked: SQLSTATE " + away.getSQLState());
        }
    }

    private @Nullable String problem(@Nullable Running follower) {
        String ofStream = follower == null ? null : follower.follower.problem();
        return ofStream == null ? outbox.problem() : ofStream;
    }

    private void start(String unit) {
        ChangeStreamFollower follower =
                new ChangeStreamFollower(unit, stream(unit), checkpoints, sync, marks, properties);
        Thread thread =
                Thread.ofPlatform().daemon().name("crossfade-feed-" + unit).start(follower);
        running.put(unit, new Running(follower, thread));
        log.info("Unit '{}': its change stream is followed", unit);
    }

    private void stop(String unit) {
        Running stopped = running.remove(unit);
        if (stopped != null) {
            stopped.follower.stop();
            stopped.thread.interrupt();
            log.info("Unit '{}': its change stream is no longer followed", unit);
        }
    }

    private ChangeStream stream(String unit) {
        return new ChangeStream(database, units.get(unit), properties.awaitTime());
    }

    @Override
    public synchronized void close() {
        new HashMap<>(running).keySet().forEach(this::stop);
        if (outboxThread != null) {
            outboxThread.interrupt();
        }
    }
}
