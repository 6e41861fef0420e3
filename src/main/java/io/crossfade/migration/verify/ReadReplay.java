package io.crossfade.migration.verify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps the last few reads of each kind that the service made, to make them again at will in both stores. It holds what they ask
 * for, in memory alone, and forgets what they answer.
 */
final class ReadReplay {

    private static final int KEPT = 32;

    private record Read(Supplier<?> source, Supplier<?> target) {}

    private final Duration limit;
    private final ConcurrentMap<String, ConcurrentMap<String, Deque<Read>>> units = new ConcurrentHashMap<>();
    private final ReentrantLock one = new ReentrantLock();

    /** @param limit after which no further read is begun */
    ReadReplay(Duration limit) {
        this.limit = limit;
    }

    void keep(String unit, String operation, Supplier<?> source, Supplier<?> target) {
        Deque<Read> reads = units.computeIfAbsent(unit, name -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(operation, name -> new ArrayDeque<>());
        synchronized (reads) {
            if (reads.size() == KEPT) {
                reads.removeFirst();
            }
            reads.add(new Read(source, target));
        }
    }

    /**
     * Makes the reads that were kept so many times of each kind in each store, one after the other, after each was made once in both
     * so that neither comes cold. Empty if a replay runs already.
     *
     * @param times in each store, of each kind; fewer if that takes too long
     */
    Optional<List<ReadComparison>> run(String unit, int times) {
        if (!one.tryLock()) {
            return Optional.empty();
        }
        try {
            List<ReadComparison> compared = new ArrayList<>();
            Map<String, Deque<Read>> kinds = units.getOrDefault(unit, new ConcurrentSkipListMap<>());
            int left = kinds.size();
            long deadline = System.nanoTime() + limit.toNanos();
            for (Map.Entry<String, Deque<Read>> kind : kinds.entrySet()) {
                List<Read> reads;
                synchronized (kind.getValue()) {
                    reads = List.copyOf(kind.getValue());
                }
                long now = System.nanoTime();
                compared.add(compare(kind.getKey(), reads, times, now + (deadline - now) / left--));
            }
            return Optional.of(compared);
        } finally {
            one.unlock();
        }
    }

    private static ReadComparison compare(String operation, List<Read> reads, int times, long deadline) {
        long[] source = new long[times];
        long[] target = new long[times];
        int made = 0;
        long failed = 0;
        for (int i = -reads.size(); i < times && System.nanoTime() - deadline < 0; i++) {
            Read read = reads.get(Math.floorMod(i, reads.size()));
            try {
                boolean sourceFirst = i % 2 == 0;
                long first = time(sourceFirst ? read.source : read.target);
                long second = time(sourceFirst ? read.target : read.source);
                if (i >= 0) {
                    source[made] = sourceFirst ? first : second;
                    target[made] = sourceFirst ? second : first;
                    made++;
                }
            } catch (RuntimeException | Error away) {
                failed++;
            }
        }
        return new ReadComparison(operation, made, failed, percentiles(source, made), percentiles(target, made));
    }

    private static long time(Supplier<?> read) {
        long start = System.nanoTime();
        var unused = read.get();
        return System.nanoTime() - start;
    }

    private static ReadComparison.Times percentiles(long[] nanos, int count) {
        if (count == 0) {
            return ReadComparison.Times.ofNanos(0, 0);
        }
        long[] ordered = Arrays.copyOf(nanos, count);
        Arrays.sort(ordered);
        return ReadComparison.Times.ofNanos(
                ordered[(int) Math.ceil(0.5 * count) - 1], ordered[(int) Math.ceil(0.99 * count) - 1]);
    }
}
