package io.crossfade.torture.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Passes connections on to a port of this machine, and can do to them what a network does. Faults are switched at any time,
 * add up, and last until {@link #heal()}; all methods are thread-safe. A server that is away is seen as a reset.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BACKLOG = 200;

    private final ServerSocket listener;
    private final int serverPort;
    private volatile int answeringPort;
    private final Supplier<AnswerFilter> filters;
    private final Conditions conditions = new Conditions();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

    private TcpProxy(ServerSocket listener, int serverPort, Supplier<AnswerFilter> filters) {
        this.listener = listener;
        this.serverPort = serverPort;
        this.answeringPort = serverPort;
        this.filters = filters;
    }

    /** Listens on a free port of the loopback address. */
    public static TcpProxy to(int serverPort) {
        return start(serverPort, () -> Arrays::copyOf);
    }

    /** For a PostgreSQL whose notifications can be silenced. */
    public static TcpProxy to(int postgresPort, Notifications notifications) {
        return start(postgresPort, notifications::filter);
    }

    /** For a PostgreSQL whose round trips are counted. */
    public static TcpProxy to(int postgresPort, RoundTrips trips) {
        return start(postgresPort, trips::filter);
    }

    private static TcpProxy start(int serverPort, Supplier<AnswerFilter> filters) {
        try {
            ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1"));
            TcpProxy proxy = new TcpProxy(listener, serverPort, filters);
            Thread.ofPlatform()
                    .daemon()
                    .name("proxy-" + listener.getLocalPort())
                    .start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Every bunch of bytes is passed on that much later, both ways. */
    public void delay(Duration delay) {
        conditions.delay(delay);
    }

    /** A black hole: what is sent that way arrives when the fault is over, unless the connection is reset before. */
    public void hold(Direction first, Direction... more) {
        conditions.hold(EnumSet.of(first, more));
    }

    /** Resets each new connection. */
    public void refuse() {
        conditions.refuse();
    }

    /** That share of requests, from 0 to 1, reaches the server, which carries it out; the connection is reset instead of the answer. */
    public void loseReplies(double share, RandomGenerator random) {
        conditions.loseReplies(share, random);
    }

    /** Resets all connections that are open now. */
    public void reset() {
        connections.forEach(ProxiedConnection::abort);
    }

    /** From now on another server answers: what was open is reset. */
    public void exchange(int anotherPort) {
        answeringPort = anotherPort;
        reset();
    }

    /** Ends all faults. */
    public void heal() {
        conditions.heal();
        if (answeringPort != serverPort) {
            exchange(serverPort);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        if (conditions.refusing()) {
            ProxiedConnection.reset(client);
            return;
        }
        Socket server = new Socket();
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(listener.getInetAddress(), answeringPort));
        } catch (IOException away) {
            ProxiedConnection.reset(server);
            ProxiedConnection.reset(client);
            return;
        }
        open(client, server);
    }

    private void open(Socket client, Socket server) {
        ProxiedConnection connection =
                new ProxiedConnection(client, server, conditions, filters.get(), connections::remove);
        connections.add(connection);
        connection.start();
        if (listener.isClosed()) {
            connection.abort();
        }
    }

    /** Resets what is open. */
    @Override
    public void close() throws IOException {
        listener.close();
        reset();
    }
}
