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
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the outbox of all units: syncs the keys of its oldest entries, which deletes them. An entry needs no position, for
 * what is done is no longer there.
 */
final class OutboxFollower implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(OutboxFollower.class);

    private final DataSource dataSource;
    private final UnitStates states;
    private final KeySync sync;
    private final FeedProperties properties;
    private final Turn turn;
    private volatile @Nullable String problem;

    OutboxFollower(DataSource dataSource, UnitStates states, KeySync sync, FeedProperties properties, Leases leases) {
        this.dataSource = dataSource;
        this.states = states;
        this.sync = sync;
        this.properties = properties;
        this.turn = new Turn(leases, "outbox", properties.leaseTtl());
    }

    /** @param lag age of the oldest entry */
    record Waiting(long entries, Duration lag) {}

    @Nullable
    String problem() {
        return problem;
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

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(round());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** If it is this instance's turn, works on the oldest entries of each unit once. @return how long to wait before the next round */
    private Duration round() {
        String failure = null;
        boolean full = false;
        try {
            if (turn.isDue() && (problem == null || !turn.isOurs())) {
                turn.take();
            }
            if (!turn.isOurs()) {
                problem = null;
                return properties.pollInterval();
            }
            for (Map.Entry<String, Set<String>> unit : oldest().entrySet()) {
                try {
                    sync.sync(unit.getKey(), unit.getValue());
                    full |= unit.getValue().size() >= properties.batch();
                } catch (SyncFailedException failed) {
                    failure = failed.getMessage();
                }
            }
        } catch (SQLException failed) {
            failure = "the target cannot be asked: SQLSTATE " + failed.getSQLState();
        } catch (RuntimeException | Error failed) {
            log.warn("The outbox follower failed and will go on: {}", Failures.place(failed));
            failure = failed.getClass().getSimpleName();
        }
        problem = failure;
        if (failure != null) {
            return properties.retryInterval();
        }
        return full ? Duration.ZERO : properties.pollInterval();
    }

    private Map<String, Set<String>> oldest() throws SQLException {
        List<String> units = states.all().stream()
                .filter(row -> row.phase().replicates() || row.capturing())
                .map(FenceRow::unit)
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
            }
        }
        return keys;
    }
}
