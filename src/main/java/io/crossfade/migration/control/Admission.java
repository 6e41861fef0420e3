package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The one way by which all pools of an instance open connections. When the server has none left, none of them asks again for a
 * moment: pools try many times a second, and each attempt costs a crowded server a process.
 */
final class Admission {

    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int OPENING_SECONDS = 5;

    private final LongSupplier ticker;
    private final AtomicLong closedUntil;

    /** @param ticker nanoseconds that only grow */
    Admission(LongSupplier ticker) {
        this.ticker = ticker;
        closedUntil = new AtomicLong(ticker.getAsLong());
    }

    Connection open(String url, Properties properties) throws SQLException {
        if (ticker.getAsLong() - closedUntil.get() < 0) {
            throw new SQLException(
                    "PostgreSQL had no connection left a moment ago", PostgresFailures.TOO_MANY_CONNECTIONS);
        }
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException refused) {
            if (PostgresFailures.TOO_MANY_CONNECTIONS.equals(refused.getSQLState())) {
                closedUntil.set(ticker.getAsLong() + PAUSE.toNanos());
                log.warn(
                        "PostgreSQL has no connection left (SQLSTATE {}); it is asked again in {} ms",
                        refused.getSQLState(),
                        PAUSE.toMillis());
            }
            throw refused;
        }
    }

    /** What a pool opens its connections by. */
    DataSource to(String url, Properties properties) {
        return new AbstractDataSource() {

            @Override
            public Connection getConnection() throws SQLException {
                return open(url, properties);
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                Properties ofUser = new Properties();
                ofUser.putAll(properties);
                ofUser.setProperty("user", user);
                ofUser.setProperty("password", password);
                return open(url, ofUser);
            }

            /** The driver's own property says it. */
            @Override
            public void setLoginTimeout(int seconds) {}

            /** A pool that is closed waits as long for a connection that is being opened. */
            @Override
            public int getLoginTimeout() {
                return OPENING_SECONDS;
            }
        };
    }
}
