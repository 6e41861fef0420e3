package io.crossfade.migration.testing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Stands before the embedded MongoDB, which keeps text as characters, and makes it one that keeps whatever bytes it was given, as
 * a real one does: what clients see as the one bytes is stored as the other, of the same length.
 */
public final class RewritingProxy implements Closeable {

    /** Bytes as they are stored, and as clients see them. */
    public record Pair(byte[] stored, byte[] seen) {
        public Pair {
            if (stored.length != seen.length) {
                throw new IllegalArgumentException("Messages keep their length");
            }
        }
    }

    private final ServerSocket server;
    private final int to;
    private final List<Pair> pairs;

    public RewritingProxy(int to, List<Pair> pairs) {
        this.to = to;
        this.pairs = pairs;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException unavailable) {
            throw new IllegalStateException(unavailable);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String connectionString() {
        return "mongodb://127.0.0.1:" + server.getLocalPort()
                + "/strattio?directConnection=true&uuidRepresentation=standard";
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket store = new Socket(InetAddress.getLoopbackAddress(), to);
                Thread.ofVirtual().start(() -> copy(client, store, true));
                Thread.ofVirtual().start(() -> copy(store, client, false));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void copy(Socket from, Socket into, boolean storing) {
        try (from;
                into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            DataInputStream messages = new DataInputStream(in);
            while (true) {
                byte[] head = new byte[Integer.BYTES];
                messages.readFully(head);
                int length =
                        ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt();
                byte[] message = Arrays.copyOf(head, length);
                messages.readFully(message, head.length, length - head.length);
                for (Pair pair : pairs) {
                    replace(message, storing ? pair.seen() : pair.stored(), storing ? pair.stored() : pair.seen());
                }
                out.write(message);
            }
        } catch (IOException closed) {
            // Either side has gone; the other is closed with it.
        }
    }

    private static void replace(byte[] message, byte[] from, byte[] with) {
        for (int i = 0; i + from.length <= message.length; i++) {
            if (Arrays.equals(message, i, i + from.length, from, 0, from.length)) {
                System.arraycopy(with, 0, message, i, with.length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
