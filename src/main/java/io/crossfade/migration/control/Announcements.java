package io.crossfade.migration.control;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the other instances look at the fences at once, by LISTEN and NOTIFY. It only makes things faster: everybody looks by
 * himself as well, so a pooler that swallows notifications, or a target that is away, costs a moment and nothing else.
 */
final class Announcements implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    private static final int WAIT_MILLIS = 5_000;
    private static final int RETRY_SECONDS = 2;

    private final EnginePools pools;
    private final DataSource sender;
    private final Runnable heard;
    private final AtomicBoolean sending = new AtomicBoolean();
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("crossfade-announce-", 0).factory());
    private final Thread listener;
    private volatile boolean closed;
    private volatile @Nullable Connection listening;

    /** @param heard called from this object's own thread whenever another instance, or this one, has announced something */
    Announcements(EnginePools pools, Runnable heard) {
        this.pools = pools;
        this.sender = pools.control();
        this.heard = heard;
        this.listener = Thread.ofPlatform().daemon().name("crossfade-listen").unstarted(this::listen);
    }

    void start() {
        listener.start();
    }

    /** Returns at once. Announcements that come while one is under way are one. */
    void announce() {
        if (!closed && sending.compareAndSet(false, true)) {
            executor.execute(this::send);
        }
    }

    private void send() {
        try (Connection connection = sender.getConnection();
                Statement notify = connection.createStatement()) {
            sending.set(false);
            notify.execute("NOTIFY crossfade");
        } catch (SQLException away) {
            sending.set(false);
            log.debug("No announcement could be made: SQLSTATE {}", away.getSQLState());
        }
    }

    private void listen() {
        while (!closed) {
            try (Connection connection = pools.open();
                    Statement statement = connection.createStatement()) {
                listening = connection;
                statement.execute("LISTEN crossfade");
                heard.run();
                PGConnection postgres = connection.unwrap(PGConnection.class);
                while (!closed) {
                    if (postgres.getNotifications(WAIT_MILLIS).length > 0) {
                        heard.run();
                    } else {
                        statement.execute("SELECT 1");
                    }
                }
            } catch (SQLException away) {
                pause(away);
            }
        }
    }

    private void pause(SQLException away) {
        if (!closed) {
            log.debug("Announcements are not heard: SQLSTATE {}", away.getSQLState());
            try {
                TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            } catch (InterruptedException interrupted) {
                closed = true;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        executor.shutdownNow();
        listener.interrupt();
        Connection connection = listening;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException gone) {
                log.debug("The listener's session had ended before");
            }
        }
    }
}
