package io.crossfade.migration.mapping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes in the binary format of PostgreSQL's COPY. Grows as needed; not for several threads at once. */
public final class CopyBuffer {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int NULL = -1;

    private byte[] bytes;
    private int length;

    public CopyBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** What comes before the first row of a COPY. */
    public void header() {
        bytes(SIGNATURE, 0, SIGNATURE.length);
        int32(0);
        int32(0);
    }

    /** What comes after its last row. */
    public void trailer() {
        int16(NULL);
    }

    /** Valid up to {@link #length()}, and until something is written. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Empties it; room beyond the given capacity is given back, so that one large row is not remembered for ever. */
    public void reset(int capacity) {
        length = 0;
        if (bytes.length > capacity) {
            bytes = new byte[capacity];
        }
    }

    void truncate(int to) {
        length = to;
    }

    void reserve(int more) {
        if (bytes.length - length < more) {
            long wanted = Math.max((long) length + more, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }

    void int8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void int16(int value) {
        reserve(2);
        SHORT.set(bytes, length, (short) value);
        length += 2;
    }

    void int32(int value) {
        reserve(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    void int64(long value) {
        reserve(8);
        LONG.set(bytes, length, value);
        length += 8;
    }

    void bytes(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void ascii(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void decimal(long value) {
        if (value >= 0 && value < 10) {
            int8('0' + (int) value);
        } else {
            ascii(Long.toString(value));
        }
    }

    void nullField() {
        int32(NULL);
    }

    /** Begins a field of unknown length; {@link #endField} takes what this returns. */
    int beginField() {
        int32(0);
        return length;
    }

    void endField(int begin) {
        INT.set(bytes, begin - 4, length - begin);
    }
}
