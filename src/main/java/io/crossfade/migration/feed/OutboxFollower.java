package io.crossfade.migration.feed;

import io.crossfade.migration.control.FenceRow;
import io.crossfade.migration.control.Leases;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.mapping.Ids;
import io.crossfade.migration.sync.Failures;
import io.crossfade.migration.sync.KeySync;
import io.crossfade.migration.sync.SyncFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the outbox of all units, each on a thread of its own while there is something to do: syncs the keys of its oldest entries,
 * which deletes them. An entry needs no position, for what is done is no longer there.
 */
final class OutboxFollower implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(OutboxFollower.class);

    private final DataSource dataSource;
    private final UnitStates states;
    private final KeySync sync;
    private final FeedProperties properties;
    private final Turn turn;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, String> problems = new ConcurrentHashMap<>();
    private final Semaphore more = new Semaphore(0);
    private volatile @Nullable String problem;

    OutboxFollower(DataSource dataSource, UnitStates states, KeySync sync, FeedProperties properties, Leases leases) {
        this.dataSource = dataSource;
        this.states = states;
        this.sync = sync;
        this.properties = properties;
        this.turn = new Turn(leases, "outbox", properties);
    }

    /** @param lag age of the oldest entry */
    record Waiting(long entries, Duration lag) {}

    @Nullable
    String problem(String unit) {
        String own = problems.get(unit);
        return own == null ? problem : own;
    }

    Waiting waiting(String unit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(at)) * 1000, 0)"
                                + " FROM crossfade.outbox WHERE unit = ?")) {
            select.setString(1, unit);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return new Waiting(rows.getLong(1), Duration.ofMillis(Math.max(0, rows.getLong(2))));
            }
        }
    }

    /** Until it is interrupted. */
    @Override
    public void run() {
        try (ExecutorService workers = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("crossfade-outbox-", 1).factory())) {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    if (more.tryAcquire(round(workers).toMillis(), TimeUnit.MILLISECONDS)) {
                        more.drainPermits();
                    }
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** If it is this instance's turn, hands out the oldest entries of each unit. @return how long to wait before the next round */
    private Duration round(ExecutorService workers) {
        try {
            boolean left = (problem != null || !problems.isEmpty()) && turn.isLeft();
            if (turn.isDue() && !left) {
                turn.take();
            }
            if (turn.isOurs()) {
                oldest().forEach((unit, keys) -> begin(workers, unit, keys));
            } else if (!left) {
                problems.clear();
            }
            problem = null;
            return properties.pollInterval();
        } catch (SQLException failed) {
            problem = "the target cannot be asked: SQLSTATE " + failed.getSQLState();
        } catch (RuntimeException | Error failed) {
            log.warn("The outbox follower failed and will go on: {}", Failures.place(failed));
            problem = failed.getClass().getSimpleName();
        }
        return properties.retryInterval();
    }

    private void begin(ExecutorService workers, String unit, Set<String> keys) {
        busy.add(unit);
        try {
            workers.execute(() -> work(unit, keys));
        } catch (RuntimeException | Error notBegun) {
            busy.remove(unit);
            throw notBegun;
        }
    }

    /** On a thread of the unit's own, so that none waits for another's trouble. */
    private void work(String unit, Set<String> keys) {
        try {
            try {
                sync.sync(unit, keys);
                problems.remove(unit);
                if (keys.size() >= properties.batch()) {
                    more.release();
                }
                return;
            } catch (SyncFailedException failed) {
                problems.put(unit, String.valueOf(failed.getMessage()));
            } catch (RuntimeException | Error failed) {
                log.warn("Unit '{}': its outbox's follower failed and will go on: {}", unit, Failures.place(failed));
                problems.put(unit, failed.getClass().getSimpleName());
            }
            Thread.sleep(properties.retryInterval());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            busy.remove(unit);
        }
    }

    /** Of the units on which nobody works now. One that has none has no trouble left either, whoever has done the work. */
    private Map<String, Set<String>> oldest() throws SQLException {
        List<String> units = states.all().stream()
                .filter(row -> row.phase().replicates() || row.capturing())
                .map(FenceRow::unit)
                .filter(unit -> !busy.contains(unit))
                .toList();
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        if (units.isEmpty()) {
            return keys;
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT unit, key FROM crossfade.outbox WHERE unit = ? ORDER BY seq LIMIT ?")) {
            for (String unit : units) {
                select.setString(1, unit);
                select.setInt(2, properties.batch());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        keys.computeIfAbsent(rows.getString(1), name -> new TreeSet<>())
                                .add(Ids.text(rows.getObject(2, UUID.class)));
                    }
                }
                if (!keys.containsKey(unit)) {
                    problems.remove(unit);
                }
            }
        }
        return keys;
    }
}
