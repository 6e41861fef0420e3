package io.crossfade.torture.cluster;

import io.crossfade.testing.ServiceProcess;
import io.crossfade.torture.load.Target;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The instances and their databases. */
public final class Cluster implements AutoCloseable {

    private static final int MOST = 100;
    private static final int LIVES = 1_000_000;

    private final Stores stores;
    private final List<Instance> instances = new ArrayList<>();

    private Cluster(Stores stores) {
        this.stores = stores;
    }

    /** Returns when all instances are ready. */
    public static Cluster start(ClusterOptions options) throws IOException, SQLException, InterruptedException {
        Cluster cluster = new Cluster(Stores.start());
        try {
            for (int number = 1; number <= options.instances(); number++) {
                cluster.instances.add(new Instance(
                        number,
                        cluster.stores,
                        program(options, number),
                        options.logs().resolve("instance-" + number),
                        options));
            }
            cluster.instances.forEach(Instance::awaitReady);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Each life has a seed of its own, or who died at a failpoint would die there again. */
    private static ServiceProcess.Program program(ClusterOptions options, int number) {
        ServiceProcess.Program program = options.program();
        List<String> own = number == options.instances() ? options.lastInstance() : List.of();
        return new ServiceProcess.Program(
                program.mainClass(),
                program.classPath(),
                Stream.concat(program.jvmArguments().stream(), own.stream()).toList(),
                start -> List.of("-Dtorture.seed=" + (options.seed() * LIVES + (long) start * MOST + number)));
    }

    public Stores stores() {
        return stores;
    }

    public List<Instance> instances() {
        return instances;
    }

    /** For the load. */
    public List<Target> targets() {
        return List.copyOf(instances);
    }

    public Instance any(RandomGenerator random) {
        return instances.get(random.nextInt(instances.size()));
    }

    /** One of those that are able to; any, if none is. */
    public Instance any(RandomGenerator random, Predicate<Instance> able) {
        Instance first = any(random);
        int place = instances.indexOf(first);
        return IntStream.range(place, place + instances.size())
                .mapToObj(number -> instances.get(number % instances.size()))
                .filter(able)
                .findFirst()
                .orElse(first);
    }

    /** Starts again whoever {@linkplain Instance#endedAsItMay ended as it may}. Returns their names. */
    public List<String> reviveTheDead() throws IOException {
        List<String> revived = new ArrayList<>();
        for (Instance instance : instances) {
            if (instance.endedAsItMay()) {
                instance.start();
                revived.add(instance.name());
            }
        }
        return revived;
    }

    /** The rare events of all instances, by name. */
    public SortedMap<String, Long> events() {
        SortedMap<String, Long> total = new TreeMap<>();
        each(Instance::events)
                .forEach(events -> events.forEach((event, count) -> total.merge(event, count, Long::sum)));
        return total;
    }

    /** Asks all instances at the same time; the answers are in their order. */
    public <T> List<T> each(Function<Instance, T> question) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return instances.stream()
                    .map(instance -> CompletableFuture.supplyAsync(() -> question.apply(instance), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            for (Instance instance : instances) {
                instance.close();
            }
        } finally {
            stores.close();
        }
    }
}
