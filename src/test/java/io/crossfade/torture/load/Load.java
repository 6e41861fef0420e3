package io.crossfade.torture.load;

import io.crossfade.embedded.sample.traffic.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Traffic to all instances at random, on keys that are this seed's own. The seed gives the keys and each thread's
 * choices; which answers come when it does not give.
 */
public final class Load implements AutoCloseable {

    private final List<ServiceClient> clients;
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutorService threads;
    private final List<Future<?>> workers = new ArrayList<>();

    private Load(List<ServiceClient> clients, int threads) {
        this.clients = clients;
        this.threads = Executors.newFixedThreadPool(threads);
    }

    /** Begins at once. */
    public static Load start(List<Target> instances, long seed, LoadOptions options) {
        List<ServiceClient> clients = instances.stream()
                .map(instance -> new ServiceClient(
                        instance.base(), instance.user(), instance.password(), options.requestLimit()))
                .toList();
        Load load = new Load(clients, options.threads());
        Names names = new Names(seed);
        Mix mix = Mix.of(names, options.mix());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < options.threads(); i++) {
            SplittableRandom own = random.split();
            Requests requests = new Requests(
                    clients,
                    instance -> instances.get(instance).awake(),
                    names.domain(),
                    own.split(),
                    load.operations::add);
            load.workers.add(load.threads.submit(() -> load.work(mix, requests, own, options)));
        }
        return load;
    }

    private void work(Mix mix, Requests requests, SplittableRandom random, LoadOptions options) {
        long pause = Duration.ofSeconds(options.threads()).toNanos() / options.perSecond();
        try {
            long next = System.nanoTime() + random.nextLong(pause);
            while (!stopped.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                mix.pick(random).step(requests, random);
                next = Math.max(next + pause, System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many requests have ended so far. */
    public int size() {
        return operations.size();
    }

    /** Begins no more requests, waits for those under way, and says what all of them came to. */
    public History stop() {
        stopped.countDown();
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A thread of the load failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the load's last requests were under way", e);
            }
        }
        return History.of(List.copyOf(operations));
    }

    @Override
    public void close() {
        stopped.countDown();
        threads.shutdownNow();
        clients.forEach(ServiceClient::close);
        threads.close();
    }
}
