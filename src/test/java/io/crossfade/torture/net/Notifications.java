package io.crossfade.torture.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * PostgreSQL's notifications, which can be silenced for all connections, as a pooler does that hands sessions around: LISTEN
 * succeeds and nothing ever comes. The connections must not be encrypted.
 */
public final class Notifications {

    private static final byte NOTIFICATION_RESPONSE = 'A';

    private volatile boolean silenced;

    public void silence() {
        silenced = true;
    }

    public void restore() {
        silenced = false;
    }

    /** For one connection, from its first byte on. */
    AnswerFilter filter() {
        return new MessageFilter();
    }

    /** Follows the messages' bounds: a byte that names the type, and four that give the length without that byte. */
    private final class MessageFilter implements AnswerFilter {

        private final ByteBuffer header = ByteBuffer.allocate(1 + Integer.BYTES);
        private int left;
        private boolean dropped;

        @Override
        public byte[] pass(byte[] bytes, int length) {
            ByteArrayOutputStream passed = new ByteArrayOutputStream(length);
            int at = 0;
            while (at < length) {
                if (left > 0) {
                    int part = Math.min(left, length - at);
                    if (!dropped) {
                        passed.write(bytes, at, part);
                    }
                    left -= part;
                    at += part;
                } else {
                    header.put(bytes[at++]);
                    if (!header.hasRemaining()) {
                        begin(passed);
                    }
                }
            }
            return passed.toByteArray();
        }

        private void begin(ByteArrayOutputStream passed) {
            dropped = silenced && header.get(0) == NOTIFICATION_RESPONSE;
            left = header.getInt(1) - Integer.BYTES;
            if (!dropped) {
                passed.write(header.array(), 0, header.capacity());
            }
            header.clear();
        }
    }
}
