package io.crossfade.embedded.mongo;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A running embedded MongoDB: a replica set of one member on 127.0.0.1, without authentication. Its data lives as long
 * as this object; it can be stopped and started again in between, as if the machine had gone away for a while.
 */
public final class EmbeddedMongo implements AutoCloseable {

    private static final int OPLOG_CAPACITY = 100_000;
    private static final String DATABASE = "strattio";
    private static final Duration RESTART_LIMIT = Duration.ofSeconds(10);
    private static final long RETRY_NANOS = 10_000_000;

    private final Faults faults;
    private final Member member;
    private final int port;
    private @Nullable WireServer server;

    private EmbeddedMongo(int port, Clock clock, int oplogCapacity) {
        Oplog oplog = new Oplog(clock, oplogCapacity);
        this.faults = new Faults(oplog);
        this.member = new Member(clock, oplog, faults);
        WireServer listening = WireServer.listen(port, member);
        this.server = listening;
        this.port = listening.port();
    }

    /** Starts on a free port. */
    public static EmbeddedMongo start() {
        return start(0);
    }

    /**
     * Starts on the given port.
     *
     * @throws UncheckedIOException when the port is taken
     */
    public static EmbeddedMongo start(int port) {
        return new EmbeddedMongo(port, Clock.systemUTC(), OPLOG_CAPACITY);
    }

    /** Starts with an oplog that holds so many entries. */
    static EmbeddedMongo startWithOplog(int capacity) {
        return new EmbeddedMongo(0, Clock.systemUTC(), capacity);
    }

    /** Names the replica set, so that a driver treats it as one. */
    public String connectionString() {
        return "mongodb://127.0.0.1:" + port + "/" + DATABASE + "?replicaSet=" + Member.SET_NAME;
    }

    public int port() {
        return port;
    }

    public Faults faults() {
        return faults;
    }

    /**
     * Closes the listener and all connections; commands under way are either carried out or not, and their replies lost.
     * Data, oplog and sessions are kept. Does nothing when stopped already.
     */
    public synchronized void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    /**
     * Listens again on the same port. Does nothing when it is running. A port that no one listens on may be a client's own for a
     * moment, so that is waited for.
     */
    public synchronized void restart() {
        long deadline = System.nanoTime() + RESTART_LIMIT.toNanos();
        while (server == null) {
            try {
                server = WireServer.listen(port, member);
            } catch (UncheckedIOException taken) {
                if (System.nanoTime() - deadline > 0 || !(taken.getCause() instanceof BindException)) {
                    throw taken;
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** Stops for good. */
    @Override
    public void close() {
        stop();
    }
}
