package io.crossfade.embedded.mongo;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A running embedded MongoDB: a replica set of one member on 127.0.0.1, without authentication. Its data lives as long
 * as this object; it can be stopped and started again in between, as if the machine had gone away for a while.
 */
public final class EmbeddedMongo implements AutoCloseable {

    private static final int OPLOG_CAPACITY = 100_000;
    private static final String DATABASE = "strattio";

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
     * @throws java.io.UncheckedIOException when the port is taken
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

    /** Listens again on the same port. Does nothing when it is running. */
    public synchronized void restart() {
        if (server == null) {
            server = WireServer.listen(port, member);
        }
    }

    /** Stops for good. */
    @Override
    public void close() {
        stop();
    }
}
