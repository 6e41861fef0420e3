package io.crossfade.torture.net;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client's connection and the one to the server behind it. What is held while its client goes away arrives later all the same. */
final class ProxiedConnection {

    private static final int CHUNK = 1 << 16;

    private final Socket client;
    private final Socket server;
    private final Conditions conditions;
    private final AnswerFilter filter;
    private final Consumer<ProxiedConnection> ended;
    private final AtomicInteger open = new AtomicInteger(2);
    private volatile boolean replyLost;
    private volatile boolean aborted;

    ProxiedConnection(
            Socket client,
            Socket server,
            Conditions conditions,
            AnswerFilter filter,
            Consumer<ProxiedConnection> ended) {
        this.client = client;
        this.server = server;
        this.conditions = conditions;
        this.filter = filter;
        this.ended = ended;
    }

    void start() {
        Thread.ofVirtual().name("proxy-requests").start(() -> pump(Direction.REQUESTS, client, server));
        Thread.ofVirtual().name("proxy-answers").start(() -> pump(Direction.ANSWERS, server, client));
    }

    private void pump(Direction direction, Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            int length;
            while ((length = from.getInputStream().read(chunk)) >= 0) {
                conditions.awaitPassage(direction, () -> aborted);
                if (direction == Direction.REQUESTS) {
                    replyLost |= conditions.losesReply();
                    to.getOutputStream().write(chunk, 0, length);
                } else if (replyLost) {
                    abort();
                    return;
                } else {
                    to.getOutputStream().write(filter.pass(chunk, length));
                }
            }
            conditions.awaitPassage(direction, () -> aborted);
            to.shutdownOutput();
        } catch (IOException broken) {
            abort();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            abort();
        } finally {
            if (open.decrementAndGet() == 0) {
                close(client);
                close(server);
                ended.accept(this);
            }
        }
    }

    /** Resets both ends. */
    void abort() {
        aborted = true;
        reset(client);
        reset(server);
        conditions.wake();
    }

    /** Closes it so that the peer is told "connection reset". */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            return;
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("A socket cannot be closed", e);
        }
    }
}
