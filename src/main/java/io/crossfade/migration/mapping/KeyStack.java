package io.crossfade.migration.mapping;

import java.util.Arrays;

/**
 * The keys of the documents that a walk is in, level by level, to find one that stands twice. Few keys are compared one by one;
 * a document of many gets a table.
 */
final class KeyStack {

    private static final int FEW = 24;

    private int[] hashes = new int[64];
    private int[] starts = new int[64];
    private int[] lengths = new int[64];
    private int size;
    private int[][] tables = new int[8][];

    static int hash(byte[] bytes, int start, int length) {
        int hash = length;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    void clear() {
        size = 0;
    }

    /** @return what {@link #leave} wants back, and {@link #add} to know the level */
    int enter() {
        return size;
    }

    void leave(int base) {
        size = base;
    }

    /**
     * @param depth of the document among those that the walk is in now
     * @return false if the level has that key already
     */
    boolean add(byte[] bytes, int start, int length, int hash, int base, int depth) {
        if (size - base < FEW) {
            for (int i = base; i < size; i++) {
                if (same(bytes, i, start, length, hash)) {
                    return false;
                }
            }
            push(start, length, hash);
            return true;
        }
        int[] table = table(base, depth);
        int slot = slot(table, bytes, start, length, hash);
        if (table[slot] >= 0) {
            return false;
        }
        table[slot] = size;
        push(start, length, hash);
        return true;
    }

    private int slot(int[] table, byte[] bytes, int start, int length, int hash) {
        int mask = table.length - 1;
        int slot = spread(hash) & mask;
        while (table[slot] >= 0 && !same(bytes, table[slot], start, length, hash)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** The level's table, built when it has just become too large to be compared one by one, and when it is half full. */
    private int[] table(int base, int depth) {
        if (depth >= tables.length) {
            tables = Arrays.copyOf(tables, Math.max(depth + 1, 2 * tables.length));
        }
        int count = size - base;
        int[] table = tables[depth];
        if (count == FEW || table == null || 2 * count >= table.length) {
            table = new int[4 * Integer.highestOneBit(Math.max(FEW, count))];
            Arrays.fill(table, -1);
            for (int i = base; i < size; i++) {
                int slot = spread(hashes[i]) & table.length - 1;
                while (table[slot] >= 0) {
                    slot = slot + 1 & table.length - 1;
                }
                table[slot] = i;
            }
            tables[depth] = table;
        }
        return table;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }

    private boolean same(byte[] bytes, int index, int start, int length, int hash) {
        return hashes[index] == hash
                && lengths[index] == length
                && Arrays.equals(bytes, starts[index], starts[index] + length, bytes, start, start + length);
    }

    private void push(int start, int length, int hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
            starts = Arrays.copyOf(starts, 2 * size);
            lengths = Arrays.copyOf(lengths, 2 * size);
        }
        hashes[size] = hash;
        starts[size] = start;
        lengths[size] = length;
        size++;
    }
}
