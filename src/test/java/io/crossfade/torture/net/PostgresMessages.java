package io.crossfade.torture.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * The messages of one connection's answers, from its first byte on: a byte that names the type, and four that give the length without
 * that byte.
 */
final class PostgresMessages implements AnswerFilter {

    private final Choice choice;
    private final ByteBuffer header = ByteBuffer.allocate(1 + Integer.BYTES);
    private int left;
    private boolean dropped;

    /** Asked once for each message; its length is that of what follows these five bytes. */
    interface Choice {
        boolean passes(byte type, int length);
    }

    PostgresMessages(Choice choice) {
        this.choice = choice;
    }

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
        left = header.getInt(1) - Integer.BYTES;
        dropped = !choice.passes(header.get(0), left);
        if (!dropped) {
            passed.write(header.array(), 0, header.capacity());
        }
        header.clear();
    }
}
