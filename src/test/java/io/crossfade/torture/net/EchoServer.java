package io.crossfade.torture.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each byte with itself, or one that much greater, and counts them. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;
    private final int greater;
    private final AtomicInteger received = new AtomicInteger();

    EchoServer() throws IOException {
        this(0);
    }

    EchoServer(int greater) throws IOException {
        this.greater = greater;
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofPlatform().daemon().name("echo").start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int received() {
        return received.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            int value;
            while ((value = socket.getInputStream().read()) >= 0) {
                received.incrementAndGet();
                socket.getOutputStream().write(value + greater);
            }
        } catch (IOException hungUp) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
