package io.crossfade.migration.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.testing.PostgresForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** Each signal sees the harm for which it stands, or says that it does not. */
class SignalsTest {

    private final DataSource target = PostgresForTests.freshDatabase();

    /** Red if the probe writes nothing, for then the server answers without waiting for its disk or a standby. */
    @Test
    void aCommitIsOneThatTheServerMakesDurable() throws Exception {
        execute("ALTER DATABASE " + query("SELECT current_database()") + " SET synchronous_commit = 'on'");
        Signal commit = Signals.commitLatency(target, 250);
        for (int i = 0; i < 20; i++) {
            String before = query("SELECT pg_current_wal_insert_lsn()");
            assertThat(commit.millis()).isNotNegative();
            assertThat(query("SELECT pg_current_wal_flush_lsn() > '" + before + "'::pg_lsn"))
                    .isEqualTo("t");
        }
    }

    @Test
    void theReplicationWithinARequestCounts() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        meters.config().meterFilter(BackfillConfiguration.livePercentile());
        meters.timer(Signals.OPERATIONS).record(Duration.ofMillis(3));
        meters.timer(Signals.REPLICATION).record(Duration.ofMillis(700));
        assertThat(Signals.liveLatency(meters, 500).millis()).isBetween(650L, 750L);
    }

    @Test
    void theFeedsLagSlowsTheCopy() {
        AtomicLong lag = new AtomicLong(6);
        Politeness politeness =
                new Politeness(List.of(Signals.feedLag(() -> Duration.ofSeconds(lag.get()), 5_000)), () -> 0);
        assertThat(politeness.restPerWork()).isPositive();
        assertThat(politeness.reason()).isEqualTo("slowed by feed lag: 6000 ms, more than 5000");
    }

    /** Red if a standby that is not shown passes for one that is not behind. */
    @Test
    void saysIfItMayNotSeeTheStandbys() throws Exception {
        execute("CREATE ROLE sees_no_standby LOGIN");
        try (Connection replicating = replicationConnection();
                PGReplicationStream standby = replicating
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .physical()
                        .withStartPosition(LogSequenceNumber.valueOf(query("SELECT pg_current_wal_flush_lsn()")))
                        .start()) {
            await().until(() -> !query("SELECT count(*) FROM pg_stat_replication WHERE state IS NOT NULL")
                    .equals("0"));
            assertThat(Signals.replicaLag(target, 10_000).millis()).isNotNegative();

            Signal unseen = Signals.replicaLag(as("sees_no_standby"), 10_000);
            assertThatThrownBy(unseen::millis).isInstanceOf(Signal.UnseenException.class);
            Politeness politeness = new Politeness(List.of(unseen), () -> 0);
            assertThat(politeness.restPerWork()).isZero();
            assertThat(politeness.unseen()).contains("replica lag is not seen", "pg_monitor");
            standby.forceUpdateStatus();
        } finally {
            execute("DROP ROLE sees_no_standby");
        }
    }

    private Connection replicationConnection() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", PostgresForTests.USER);
        properties.setProperty("password", PostgresForTests.PASSWORD);
        properties.setProperty("replication", "true");
        properties.setProperty("assumeMinServerVersion", "9.4");
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection(PostgresForTests.url(target), properties);
    }

    private DataSource as(String role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(PostgresForTests.url(target));
        source.setUser(role);
        return source;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = target.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
