package io.crossfade.torture.cluster;

import io.crossfade.torture.net.Direction;
import io.crossfade.torture.net.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Every kind of fault there is. To add one, add a line to {@link #KINDS}. */
public final class Faults {

    private static final double LOST_SHARE = 0.1;

    /** Longer than {@code crossfade.control.silence-limit} is set to: the others take the instance for dead. */
    private static final Duration REMOVAL = Duration.ofSeconds(13);

    /** Longer than a write to MongoDB as the replica counts as running after it was given up on. */
    private static final Duration LATE_WRITE = Duration.ofSeconds(6);

    /** @param weight how often it is chosen, in proportion to the others */
    private record Kind(String name, double weight, BiFunction<Cluster, RandomGenerator, Fault> maker) {}

    private static final List<Kind> KINDS = List.of(
            link("link-delayed", 3, (link, random) -> link.delay(Duration.ofMillis(random.nextLong(5, 300)))),
            link("link-black-hole", 4, (link, random) -> link.hold(Direction.REQUESTS, Direction.ANSWERS)),
            link("link-requests-held", 3, (link, random) -> link.hold(Direction.REQUESTS)),
            link("link-answers-held", 3, (link, random) -> link.hold(Direction.ANSWERS)),
            link("link-reset", 3, (link, random) -> link.reset()),
            link("link-refused", 3, Faults::cutOff),
            link(
                    "link-replies-lost",
                    5,
                    (link, random) -> link.loseReplies(LOST_SHARE, new SplittableRandom(random.nextLong()))),
            new Kind("notifications-lost", 2, (cluster, random) -> {
                Instance instance = cluster.any(random);
                return new Fault(
                        "notifications-lost",
                        instance.name() + " notifications",
                        instance.notifications()::silence,
                        instance.notifications()::restore);
            }),
            new Kind("instance-paused", 5, (cluster, random) -> {
                Instance instance = cluster.any(random);
                return new Fault("instance-paused", instance.name(), instance::pause, instance::resume);
            }),
            new Kind("instance-killed", 1, (cluster, random) -> {
                Instance instance = cluster.any(random);
                return new Fault("instance-killed", instance.name(), instance::kill, instance::start);
            }),
            exchanged("store-exchanged", 1, false),
            exchanged("started-with-another-store", 0.5, true),
            store(Store.MONGO, 2),
            store(Store.POSTGRES, 2),
            lasting(REMOVAL, link("link-cut-off", 0.4, Faults::cutOff)),
            lasting(REMOVAL, new Kind("instance-asleep", 0.4, (cluster, random) -> {
                Instance instance = cluster.any(random);
                return new Fault("instance-asleep", instance.name(), instance::fallAsleep, instance::wake);
            })),
            lasting(
                    LATE_WRITE,
                    link(
                            "link-requests-held-long",
                            0.2,
                            List.of(Store.MONGO),
                            (link, random) -> link.hold(Direction.REQUESTS))));

    private Faults() {}

    /** The names of all kinds. */
    public static Set<String> names() {
        return KINDS.stream().map(Kind::name).collect(Collectors.toUnmodifiableSet());
    }

    /** One of those kinds, at random. */
    public static Fault any(Set<String> names, Cluster cluster, RandomGenerator random) {
        List<Kind> kinds =
                KINDS.stream().filter(kind -> names.contains(kind.name())).toList();
        double dice = random.nextDouble(kinds.stream().mapToDouble(Kind::weight).sum());
        for (Kind kind : kinds) {
            dice -= kind.weight();
            if (dice < 0) {
                return kind.maker().apply(cluster, random);
            }
        }
        return kinds.getLast().maker().apply(cluster, random);
    }

    private interface LinkFault {
        void begin(TcpProxy link, RandomGenerator random);
    }

    private static Kind lasting(Duration length, Kind kind) {
        return new Kind(kind.name(), kind.weight(), (cluster, random) -> kind.maker()
                .apply(cluster, random)
                .lasting(length));
    }

    /** Nothing that is open survives, and nothing opens. */
    private static void cutOff(TcpProxy link, RandomGenerator random) {
        link.refuse();
        link.reset();
    }

    private static Kind link(String name, double weight, LinkFault fault) {
        return link(name, weight, List.of(Store.POSTGRES, Store.MONGO), fault);
    }

    private static Kind link(String name, double weight, List<Store> stores, LinkFault fault) {
        return new Kind(name, weight, (cluster, random) -> {
            Instance instance = cluster.any(random);
            Store store = stores.get(random.nextInt(stores.size()));
            TcpProxy link = instance.link(store);
            return new Fault(
                    name, instance.name() + " to " + store.word(), () -> fault.begin(link, random), link::heal);
        });
    }

    /** Another store of that kind answers one instance; if it is started there, it has to refuse that. */
    private static Kind exchanged(String name, double weight, boolean starts) {
        return new Kind(name, weight, (cluster, random) -> {
            Instance instance = cluster.any(random);
            Store store = random.nextBoolean() ? Store.MONGO : Store.POSTGRES;
            return new Fault(
                    name,
                    instance.name(),
                    () -> {
                        if (starts) {
                            instance.kill();
                        }
                        instance.link(store).exchange(cluster.stores().strangerPort(store));
                        instance.start();
                    },
                    () -> {
                        instance.link(store).heal();
                        instance.start();
                    });
        });
    }

    private static Kind store(Store store, double weight) {
        String name = store.word() + "-stopped";
        return new Kind(
                name,
                weight,
                (cluster, random) ->
                        new Fault(name, store.word(), () -> cluster.stores().stop(store), () -> cluster.stores()
                                .restart(store)));
    }
}
