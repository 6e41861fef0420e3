package io.crossfade.migration.feed;

import com.mongodb.client.MongoDatabase;
import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Barrier;
import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.Installation;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.MoveListener;
import io.crossfade.migration.control.Requester;
import io.crossfade.migration.control.StoreContact;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.sync.KeySync;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The followers of all units: which run, how far behind they are, and how to wait for them. */
public final class Feed implements Barrier, MoveListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    /** How long the followers are waited for when this instance stops. */
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private final Units units;
    private final UnitStates states;
    private final MongoDatabase database;
    private final Installation installation;
    private final KeySync sync;
    private final FeedProperties properties;
    private final StoreNames names;
    private final Leases leases;
    private final StoreContact contact;
    private final Clock clock;
    private final Checkpoints checkpoints;
    private final Marks marks;
    private final OutboxFollower outbox;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private @Nullable Thread outboxThread;
    private boolean stopped;

    private record Running(ChangeStreamFollower follower, Thread thread) {}

    Feed(
            Units units,
            UnitStates states,
            MongoDatabase database,
            Installation installation,
            DataSource dataSource,
            KeySync sync,
            FeedProperties properties,
            Leases leases,
            StoreContact contact,
            Clock clock,
            StoreNames names) {
        this.leases = leases;
        this.contact = contact;
        this.clock = clock;
        this.units = units;
        this.states = states;
        this.database = database;
        this.installation = installation;
        this.sync = sync;
        this.properties = properties;
        this.names = names;
        checkpoints = new Checkpoints(dataSource);
        marks = new Marks(database, dataSource);
        outbox = new OutboxFollower(dataSource, states, sync, properties, leases);
    }

    @Override
    public boolean awaitSourceMark(String unit, Duration limit) {
        return marks.await(unit, limit);
    }

    @Override
    public boolean follows(String unit) {
        Running follower = running.get(unit);
        try {
            return follower != null
                    && (follower.follower.leads()
                            || checkpoints
                                    .read(unit)
                                    .filter(Checkpoints.Checkpoint::followed)
                                    .isPresent());
        } catch (SQLException away) {
            return false;
        }
    }

    /** The stream is opened, and its position kept, before the first write that it must not miss. */
    @Override
    public void beforeMove(Gate.Move move, Requester by) throws SQLException {
        if (move.is(Phase.SOURCE, Phase.DUAL_WRITE) || move.is(Phase.SOURCE_REMOVED, Phase.TARGET)) {
            BsonDocument position = stream(move.unit()).positionForMove(move.unit(), properties.positionLimit());
            checkpoints.begin(move.unit(), move.from().epoch(), position);
        }
    }

    @Override
    public synchronized void standsAt(FenceRow row) {
        if (stopped) {
            return;
        }
        boolean follows = isFollowed(row);
        Running follower = running.get(row.unit());
        if (follows && (follower == null || !follower.thread.isAlive())) {
            start(row.unit());
        } else if (!follows) {
            stop(row.unit());
        }
        if (follows && (outboxThread == null || !outboxThread.isAlive())) {
            outboxThread = Thread.ofPlatform().daemon().name("crossfade-outbox").start(outbox);
        }
    }

    /** Who follows the unit here, or stands by to. */
    Optional<ChangeStreamFollower> follower(String unit) {
        return Optional.ofNullable(running.get(unit)).map(Running::follower);
    }

    /** How far behind the unit's replica is. */
    public FeedStatus status(String unit) {
        Running follower = running.get(unit);
        FenceRow row = states.get(unit);
        try {
            Optional<Checkpoints.Checkpoint> checkpoint = follower == null ? Optional.empty() : checkpoints.read(unit);
            boolean here = follower != null && follower.follower.leads();
            boolean followed =
                    here || checkpoint.map(Checkpoints.Checkpoint::followed).orElse(false);
            boolean ofStream = follower != null && row.phase().authority() == Side.SOURCE;
            Instant unheard = followed ? null : unheardSince(checkpoint);
            Duration stream =
                    follower == null || !ofStream ? Duration.ZERO : here ? follower.follower.lag() : told(checkpoint);
            OutboxFollower.Waiting waiting =
                    isFollowed(row) ? outbox.waiting(unit) : new OutboxFollower.Waiting(0, Duration.ZERO);
            Duration oldest = waiting.entries() == 0 ? Duration.ZERO : waiting.lag();
            Duration age = ofStream && unheard != null ? null : stream.compareTo(oldest) > 0 ? stream : oldest;
            return new FeedStatus(
                    followed,
                    withoutOutages(age),
                    age,
                    ofStream && (unheard != null || stream.isPositive()) ? null : waiting.entries(),
                    contact.awaySince(),
                    ofStream ? unheard : null,
                    checkpoint.map(Checkpoints.Checkpoint::lostAt).orElse(null),
                    checkpoint.map(Checkpoints.Checkpoint::lostReason).orElse(null),
                    here ? problem(unit, follower) : followed ? problem(checkpoint) : null);
        } catch (SQLException away) {
            return untold(unit, "the target cannot be asked: SQLSTATE " + away.getSQLState());
        }
    }

    /**
     * What can be told of it while the target does not answer: no more than what is followed here.
     *
     * @param problem why nothing else can be told
     */
    public FeedStatus untold(String unit, String problem) {
        Running follower = running.get(unit);
        FenceRow row = states.get(unit);
        boolean here = follower != null && follower.follower.leads();
        Duration age = null;
        if (!isFollowed(row)) {
            age = Duration.ZERO;
        } else if (follower != null && here && row.phase().authority() == Side.SOURCE) {
            age = follower.follower.lag();
        }
        return new FeedStatus(
                here,
                withoutOutages(age),
                age,
                null,
                contact.awaySince(),
                age == null ? contact.lastAnswer(Side.TARGET) : null,
                null,
                null,
                problem);
    }

    private static boolean isFollowed(FenceRow row) {
        return row.phase().replicates() || row.capturing();
    }

    /** While a store was away nothing could be brought over, however little there was. */
    private @Nullable Duration withoutOutages(@Nullable Duration age) {
        if (age == null || age.isZero()) {
            return age;
        }
        Duration lag = age.minus(contact.awayWithin(age));
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    /** Null if somebody has told not long ago, or nobody was to. */
    private @Nullable Instant unheardSince(Optional<Checkpoints.Checkpoint> checkpoint) {
        return checkpoint
                .filter(told -> told.toldAge().compareTo(properties.leaseTtl().multipliedBy(2)) > 0)
                .map(told -> clock.instant().minus(told.toldAge()))
                .orElse(null);
    }

    /** What the instance that follows has said, if it was not too long ago. */
    private Duration told(Optional<Checkpoints.Checkpoint> checkpoint) {
        if (checkpoint.isEmpty()) {
            return Duration.ZERO;
        }
        Duration lag = checkpoint.get().lag() == null
                ? checkpoint.get().age()
                : checkpoint.get().lag();
        return lag.compareTo(properties.leaseTtl().plus(properties.awaitTime())) < 0 ? Duration.ZERO : lag;
    }

    private static @Nullable String problem(Optional<Checkpoints.Checkpoint> told) {
        return told.map(Checkpoints.Checkpoint::problem).orElse(null);
    }

    private @Nullable String problem(String unit, @Nullable Running follower) {
        String ofStream = follower == null ? null : follower.follower.problem();
        return ofStream == null ? outbox.problem(unit) : ofStream;
    }

    private void start(String unit) {
        ChangeStreamFollower follower = new ChangeStreamFollower(
                unit, stream(unit), installation, checkpoints, sync, marks, properties, leases, names);
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
        return new ChangeStream(database, installation, units.get(unit), properties.awaitTime(), properties.batch());
    }

    /** Whoever tells where the units stand may have begun before. */
    @Override
    public synchronized void start() {
        stopped = false;
        states.all().forEach(this::standsAt);
    }

    /** Before the leases are given up by which the followers take turns, and before this instance says that nothing of it runs. */
    @Override
    public synchronized void stop() {
        stopped = true;
        List<Thread> ending =
                new ArrayList<>(running.values().stream().map(Running::thread).toList());
        running.keySet().forEach(this::stop);
        if (outboxThread != null) {
            outboxThread.interrupt();
            ending.add(outboxThread);
            outboxThread = null;
        }
        long deadline = System.nanoTime() + STOPPING.toNanos();
        for (Thread thread : ending) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return !stopped;
    }

    /** Ends before what gives up the leases, and after the web server. */
    @Override
    public int getPhase() {
        return 1;
    }
}
