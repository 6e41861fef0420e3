package io.crossfade.migration.control;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * The engine's own connections to the target, apart from those that serve requests. {@link #sync()} is for short
 * transactions and gives up on a silent server within seconds; {@link #bulk()} is for statements that may run for hours.
 */
public final class EnginePools implements AutoCloseable {

    /** More than all workers of copies and verifications ask for; those limit themselves, and an idle connection is closed. */
    private static final int BULK = 32;

    private final HikariDataSource sync;
    private final HikariDataSource bulk;

    public EnginePools(String url, String user, String password) {
        sync = pool("crossfade-sync", url, user, password, 16, 10, Duration.ofSeconds(15));
        bulk = pool("crossfade-bulk", url, user, password, BULK, 0, Duration.ofMinutes(10));
    }

    public DataSource sync() {
        return sync;
    }

    public DataSource bulk() {
        return bulk;
    }

    /** A session of its own, outside the pools, for as long as the caller needs it. */
    Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(sync.getDataSourceProperties());
        properties.setProperty("user", sync.getUsername());
        properties.setProperty("password", sync.getPassword());
        return DriverManager.getConnection(sync.getJdbcUrl(), properties);
    }

    /** To be called once. */
    public void measure(MeterRegistry meters) {
        sync.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
        bulk.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(meters));
    }

    @Override
    public void close() {
        sync.close();
        bulk.close();
    }

    /** @param idle how long a transaction may say nothing before the server ends it: it holds locks, and its machine may be gone */
    private static HikariDataSource pool(
            String name, String url, String user, String password, int size, int socketTimeoutSeconds, Duration idle) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(2_000);
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("SET idle_in_transaction_session_timeout = " + idle.toMillis()
                + "; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.addDataSourceProperty("connectTimeout", "2");
        config.addDataSourceProperty("loginTimeout", "2");
        config.addDataSourceProperty("socketTimeout", Integer.toString(socketTimeoutSeconds));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // The detail quotes the values of the row at fault.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("ApplicationName", name);
        return new HikariDataSource(config);
    }
}
