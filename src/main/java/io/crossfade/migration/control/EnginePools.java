package io.crossfade.migration.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * The engine's own connections to the target, apart from those that serve requests. {@link #control()} is for what must go on
 * whatever else waits: fences, moves, leases, signs of life. {@link #sync()} is for replication and its bookkeeping; both give up on a
 * silent server within seconds. {@link #bulk()} is for statements that may run for hours.
 */
public final class EnginePools implements AutoCloseable {

    private static final Duration SHORT = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Admission admission;
    private final String url;
    private final Properties session = new Properties();
    private final HikariDataSource control;
    private final HikariDataSource sync;
    private final HikariDataSource bulk;

    EnginePools(String url, String user, String password, ConnectionBudget budget, Admission admission) {
        this.url = url;
        this.admission = admission;
        session.setProperty("user", user);
        session.setProperty("password", password);
        session.setProperty("connectTimeout", "2");
        session.setProperty("loginTimeout", "2");
        session.setProperty("tcpKeepAlive", "true");
        // The detail quotes the values of the row at fault.
        session.setProperty("logServerErrorDetail", "false");
        control = pool("crossfade-control", budget.control(), Duration.ofSeconds(2), 10, SHORT);
        // Several statements go in one round trip, each of which may take its own limit.
        sync = pool("crossfade-sync", budget.sync(), Duration.ofSeconds(2), 20, SHORT);
        bulk = pool("crossfade-bulk", budget.bulk(), Duration.ofSeconds(5), 0, LONG);
    }

    public DataSource control() {
        return control;
    }

    public DataSource sync() {
        return sync;
    }

    public DataSource bulk() {
        return bulk;
    }

    /** A session of its own, outside the pools, for as long as the caller needs it. */
    Connection open() throws SQLException {
        return admission.open(url, named("crossfade-listen", 10));
    }

    /** To be called once. */
    public void measure(MeterRegistry meters) {
        control.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        sync.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        bulk.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
    }

    @Override
    public void close() {
        control.close();
        sync.close();
        bulk.close();
    }

    private Properties named(String name, int socketTimeoutSeconds) {
        Properties properties = new Properties();
        properties.putAll(session);
        properties.setProperty("ApplicationName", name);
        properties.setProperty("socketTimeout", Integer.toString(socketTimeoutSeconds));
        return properties;
    }

    /**
     * @param wait for a connection, while others hold all
     * @param idle how long a transaction may say nothing before the server ends it: it holds locks, and its machine may be gone
     */
    private HikariDataSource pool(String name, int size, Duration wait, int socketTimeoutSeconds, Duration idle) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(admission.to(url, named(name, socketTimeoutSeconds)));
        config.setExceptionOverride(new LostConnections());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setIdleTimeout(60_000);
        config.setConnectionTimeout(wait.toMillis());
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("SET idle_in_transaction_session_timeout = " + idle.toMillis()
                + "; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new HikariDataSource(config);
    }
}
