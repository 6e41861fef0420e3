package io.crossfade.embedded.sample.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A small steady load of reads and writes, by some workers at a given rate in all, until it is stopped. When {@link
 * #stop()} has returned, no request is under way and the ledger is complete.
 */
public final class Traffic {

    private static final long MOST_BEHIND = TimeUnit.SECONDS.toNanos(1);

    private final Ledger ledger;
    private final TrafficStatistics statistics = new TrafficStatistics();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    private Traffic(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Starts it.
     *
     * @param ledger a new one, or that of earlier traffic by the same user, which has stopped
     * @param perSecond requests of all workers together
     * @param samples paths of plans and sections that exist and that nobody else writes to
     */
    public static Traffic start(
            ServiceClient client, Ledger ledger, int workers, int perSecond, long seed, List<String> samples) {
        Traffic traffic = new Traffic(ledger);
        long interval = TimeUnit.SECONDS.toNanos(workers) / perSecond;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < workers; i++) {
            List<String> share = new ArrayList<>();
            for (int j = i; j < samples.size(); j += workers) {
                share.add(samples.get(j));
            }
            Requests requests = new Requests(client, ledger, traffic.statistics);
            Worker worker = new Worker(requests, share, random.split());
            traffic.threads.add(
                    Thread.ofPlatform().name("traffic-" + i).daemon().unstarted(() -> traffic.run(worker, interval)));
        }
        traffic.threads.forEach(Thread::start);
        return traffic;
    }

    public Ledger ledger() {
        return ledger;
    }

    public TrafficStatistics statistics() {
        return statistics;
    }

    /** Lets running requests end and sends no more. */
    public void stop() {
        stopping = true;
        threads.forEach(LockSupport::unpark);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Worker worker, long interval) {
        long next = System.nanoTime();
        while (!stopping) {
            try {
                worker.step();
            } catch (RuntimeException e) {
                statistics.fail("a worker failed: " + e);
            }
            next = Math.max(next + interval, System.nanoTime() - MOST_BEHIND);
            while (!stopping && next - System.nanoTime() > 0) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }
}
