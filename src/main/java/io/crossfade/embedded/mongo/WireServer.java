package io.crossfade.embedded.mongo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the loopback address and serves each connection by a thread of its own, since a change stream's getMore
 * waits.
 */
final class WireServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WireServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int BACKLOG = 200;

    private final ServerSocket listener;
    private final Member member;
    private final Thread accepting =
            Thread.ofPlatform().daemon().name("embedded-mongo-accept").unstarted(this::accept);
    private final Map<Socket, Thread> connections = new ConcurrentHashMap<>();

    private WireServer(ServerSocket listener, Member member) {
        this.listener = listener;
        this.member = member;
    }

    /** Port 0 stands for any that is free. */
    static WireServer listen(int port, Member member) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
            WireServer server = new WireServer(listener, member);
            member.listensOn("127.0.0.1:" + listener.getLocalPort());
            server.accepting.start();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The embedded MongoDB cannot listen on 127.0.0.1:" + port + "; choose another port", failure);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread thread = Thread.ofPlatform()
                        .daemon()
                        .name("embedded-mongo-" + socket.getPort())
                        .unstarted(() -> serve(socket));
                connections.put(socket, thread);
                thread.start();
            } catch (IOException failure) {
                log.debug("accepting ended: {}", failure.getMessage());
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new WireConnection(socket, member).serve();
        } catch (IOException | Member.ConnectionDropped ended) {
            log.debug("connection ended: {}", ended.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            log.warn("connection closed after an unexpected failure", failure);
        } finally {
            connections.remove(socket);
        }
    }

    /** Returns when no command is running any more and the port is free. */
    @Override
    public void close() {
        try {
            listener.close();
            // The port stays taken, and connections come, as long as that thread is still waiting for one.
            accepting.join();
            for (Map.Entry<Socket, Thread> connection : connections.entrySet()) {
                connection.getKey().close();
                connection.getValue().interrupt();
            }
            for (Thread thread : connections.values()) {
                if (!thread.join(PATIENCE)) {
                    log.warn("{} is still busy after {}", thread.getName(), PATIENCE);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
