package io.crossfade.torture;

import io.crossfade.testing.Journal;
import io.crossfade.torture.cluster.Cluster;
import io.crossfade.torture.cluster.Fault;
import io.crossfade.torture.cluster.Faults;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Makes something go wrong, and lets it go well again, over and over; at most two things at a time. Some runs are disturbed seldom,
 * or late: a move of the authority needs a moment in which all is well before it can be disturbed half way.
 */
final class Disturbance implements Callable<Void> {

    /** How long the load goes on when a fault is over that had to last. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final RandomGenerator random;
    private final Tally faults;
    private final Journal journal;
    private final Duration length;
    private final Set<String> kinds;
    private final int atOnce;
    private final long shortestPause;
    private final long longestPause;
    private final Map<String, Active> active = new HashMap<>();
    private long over;

    Disturbance(Cluster cluster, RandomGenerator random, Tally faults, Journal journal, TortureOptions options) {
        this.length = options.length();
        this.kinds = options.focus().faults();
        this.cluster = cluster;
        this.random = random;
        this.faults = faults;
        this.journal = journal;
        this.atOnce = random.nextInt(1, 3);
        this.shortestPause = options.focus().calmMillis();
        this.longestPause = Math.max(shortestPause + 1, random.nextBoolean() ? 300 : 1_500);
    }

    private record Active(Fault fault, long end) {}

    /**
     * Takes the time it was given, and returns with everything healed, though an instance that was killed may still be starting.
     * A fault that has to last is waited for, and the load meets what comes of its end; meanwhile nothing else begins.
     */
    @Override
    public Void call() throws Exception {
        try {
            long deadline = System.nanoTime() + length.toNanos();
            over = deadline;
            while (System.nanoTime() - over < 0) {
                long pause = TimeUnit.MILLISECONDS.toNanos(random.nextLong(shortestPause, longestPause));
                LockSupport.parkNanos(Math.min(pause, over - System.nanoTime()));
                for (Active one : List.copyOf(active.values())) {
                    if (System.nanoTime() - one.end() > 0) {
                        end(one.fault());
                    }
                }
                if (active.size() < atOnce && !kinds.isEmpty() && System.nanoTime() - deadline < 0) {
                    begin(Faults.any(kinds, cluster, random));
                }
                for (String name : cluster.reviveTheDead()) {
                    faults.count(Quiet.DEATH);
                    journal.detail("%s died at a failpoint", name);
                }
            }
        } finally {
            for (Active one : List.copyOf(active.values())) {
                end(one.fault());
            }
        }
        return null;
    }

    private void begin(Fault fault) throws Exception {
        long anyTime = random.nextInt(10) < 7 ? random.nextLong(100, 1000) : random.nextLong(1000, 3500);
        long millis = fault.lasts() == null ? anyTime : fault.lasts().toMillis();
        if (active.containsKey(fault.where())) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        if (fault.lasts() != null) {
            over += Math.max(0, end + AFTERWARDS.toNanos() - over);
        }
        active.put(fault.where(), new Active(fault, end));
        faults.count(fault.kind());
        journal.detail("%s: %s for %d ms", fault.kind(), fault.where(), millis);
        fault.begin().take();
    }

    private void end(Fault fault) throws Exception {
        fault.end().take();
        active.remove(fault.where());
        journal.detail("%s: %s is over", fault.kind(), fault.where());
    }
}
