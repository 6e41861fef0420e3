package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one instance runs: the source's fence lies in its memory, so a second one would break every promise. Holds a
 * session's advisory lock at the target, on a connection of its own; takes it again after the target was away.
 */
final class InstanceGuard implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(InstanceGuard.class);

    static final Duration RENEWAL = Duration.ofSeconds(1);

    private static final int CLASS = 0x43460003;

    private final String url;
    private final String user;
    private final String password;
    private final Runnable stop;
    private @Nullable Connection connection;

    /** @param stop ends the process; called when another instance holds the lock */
    InstanceGuard(String url, String user, String password, Runnable stop) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.stop = stop;
    }

    /** @throws AnotherInstanceException if another instance holds the lock for longer than the limit */
    synchronized void acquire(Duration limit) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        connection = DriverManager.getConnection(url, user, password);
        boolean contended = false;
        while (!tryLock(connection)) {
            if (System.nanoTime() - deadline > 0) {
                connection.close();
                throw new AnotherInstanceException();
            }
            contended = true;
            Thread.sleep(200);
        }
        if (contended) {
            // Its holder may live and have lost its session alone: it looks every RENEWAL, and then stops.
            Thread.sleep(RENEWAL.multipliedBy(4));
        }
    }

    /** Looks whether the session still lives, and if not, begins another. If another instance was faster, this one stops. */
    synchronized void renew() {
        try {
            if (connection == null || !connection.isValid(2)) {
                if (connection != null) {
                    connection.close();
                }
                connection = DriverManager.getConnection(url, user, password);
                if (!tryLock(connection)) {
                    log.error("Another instance has started on these databases; this one stops");
                    stop.run();
                }
            }
        } catch (SQLException away) {
            log.debug("The instance guard has no session: SQLSTATE {}", away.getSQLState());
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_lock(?, 1)")) {
            lock.setInt(1, CLASS);
            try (ResultSet rows = lock.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        if (connection != null) {
            connection.close();
        }
    }
}
