package io.crossfade.benchmark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Steps over every element of a document and does nothing with it: what any conversion must at least do. */
final class BareWalk {

    private BareWalk() {}

    /** @return how many elements there are */
    static int elements(byte[] bytes, int offset, int length) {
        return document(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), offset, offset + length - 1);
    }

    private static int document(ByteBuffer bytes, int start, int last) {
        int at = start + 4;
        int elements = 0;
        while (at < last) {
            int type = bytes.get(at++);
            while (bytes.get(at) != 0) {
                at++;
            }
            at++;
            elements++;
            switch (type) {
                case 0x03, 0x04 -> {
                    int length = bytes.getInt(at);
                    elements += document(bytes, at, at + length - 1);
                    at += length;
                }
                case 0x02, 0x0D, 0x0E -> at += 4 + bytes.getInt(at);
                case 0x05 -> at += 5 + bytes.getInt(at);
                case 0x07 -> at += 12;
                case 0x08 -> at += 1;
                case 0x06, 0x0A, 0x7F, -1 -> {}
                case 0x10 -> at += 4;
                case 0x13 -> at += 16;
                case 0x01, 0x09, 0x11, 0x12 -> at += 8;
                default -> throw new IllegalArgumentException("The sample holds no type " + type);
            }
        }
        return elements;
    }
}
