package io.crossfade.migration.backfill;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** What tells that live traffic or a standby suffers. */
final class Signals {

    /** The live operations' timers, and that of the replication within them, with the one percentile that is looked at. */
    static final String OPERATIONS = "crossfade.operations";

    static final String REPLICATION = "crossfade.replication";
    static final List<String> TIMERS = List.of(OPERATIONS, REPLICATION);

    static final double PERCENTILE = 0.99;
    static final Duration RECENT = Duration.ofSeconds(15);

    private Signals() {}

    /** How far the standby that is furthest behind is behind. */
    static Signal replicaLag(DataSource target, long limitMillis) {
        return new Measured("replica lag", limitMillis, () -> {
            try (Connection connection = target.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT coalesce(extract(epoch FROM max(replay_lag)) * 1000, 0), count(*) FILTER (WHERE state IS NULL)"
                                    + " FROM pg_stat_replication")) {
                rows.next();
                if (rows.getLong(2) > 0) {
                    throw new Signal.UnseenException("there are standbys, and to see them the user needs pg_monitor");
                }
                return rows.getLong(1);
            }
        });
    }

    /**
     * How long the smallest write there is takes to be committed: a message in the write-ahead log, which the commit has to flush
     * and synchronous standbys to confirm. A transaction that wrote nothing would be waited for by nobody.
     */
    static Signal commitLatency(DataSource target, long limitMillis) {
        return new Measured("commit latency", limitMillis, () -> {
            try (Connection connection = target.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("SELECT pg_logical_emit_message(true, 'crossfade', '')");
                return commit(connection, limitMillis);
            }
        });
    }

    /** A commit that is not answered within the pool's own limit was slow, whatever became of it. */
    private static long commit(Connection connection, long limitMillis) throws SQLException {
        long start = System.nanoTime();
        try {
            connection.commit();
        } catch (SQLException given) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (millis > limitMillis) {
                return millis;
            }
            throw given;
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** By how much the feed that is furthest behind is behind: its syncs share the target with the copy. */
    static Signal feedLag(Supplier<Duration> lag, long limitMillis) {
        return new Measured("feed lag", limitMillis, () -> lag.get().toMillis());
    }

    /** The slowest operation's, or replication's, 99th percentile in this instance. */
    static Signal liveLatency(MeterRegistry meters, long limitMillis) {
        return new Measured("live requests' p99", limitMillis, () -> {
            double highest = 0;
            for (String name : TIMERS) {
                for (Timer timer : meters.find(name).timers()) {
                    highest = Math.max(highest, percentile(timer));
                }
            }
            return (long) highest;
        });
    }

    private static double percentile(Timer timer) {
        double highest = 0;
        for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
            if (value.percentile() == PERCENTILE) {
                highest = Math.max(highest, value.value(TimeUnit.MILLISECONDS));
            }
        }
        return highest;
    }

    private interface Measurement {
        long millis() throws Exception;
    }

    private record Measured(String name, long limitMillis, Measurement measurement) implements Signal {
        @Override
        public long millis() throws Exception {
            return measurement.millis();
        }
    }
}
