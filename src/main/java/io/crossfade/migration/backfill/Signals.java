package io.crossfade.migration.backfill;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** What tells that live traffic or a standby suffers. */
final class Signals {

    /** The live operations' timers, with the one percentile that is looked at. */
    static final String OPERATIONS = "crossfade.operations";

    static final double PERCENTILE = 0.99;
    static final Duration RECENT = Duration.ofSeconds(15);

    private Signals() {}

    /** How far the standby that is furthest behind is behind. A user who may not see it sees none. */
    static Signal replicaLag(DataSource target, long limitMillis) {
        return new Measured("replica lag", limitMillis, () -> {
            try (Connection connection = target.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT coalesce(extract(epoch FROM max(replay_lag)) * 1000, 0) FROM pg_stat_replication")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /** How long the smallest write there is takes to be committed. */
    static Signal commitLatency(DataSource target, long limitMillis) {
        return new Measured("commit latency", limitMillis, () -> {
            try (Connection connection = target.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("SELECT pg_current_xact_id()");
                long start = System.nanoTime();
                connection.commit();
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            }
        });
    }

    /** The slowest operation's 99th percentile in this instance. */
    static Signal liveLatency(MeterRegistry meters, long limitMillis) {
        return new Measured("live requests' p99", limitMillis, () -> {
            double highest = 0;
            for (Timer timer : meters.find(OPERATIONS).timers()) {
                for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
                    if (value.percentile() == PERCENTILE) {
                        highest = Math.max(highest, value.value(TimeUnit.MILLISECONDS));
                    }
                }
            }
            return (long) highest;
        });
    }

    private interface Measurement {
        long millis() throws SQLException;
    }

    private record Measured(String name, long limitMillis, Measurement measurement) implements Signal {
        @Override
        public long millis() throws SQLException {
            return measurement.millis();
        }
    }
}
