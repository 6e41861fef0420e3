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

    /** @param weight how often it is chosen, in proportion to the others */
    private record Kind(String name, int weight, BiFunction<Cluster, RandomGenerator, Fault> maker) {}

    private static final List<Kind> KINDS = List.of(
            link("link-delayed", 3, (link, random) -> link.delay(Duration.ofMillis(random.nextLong(5, 300)))),
            link("link-black-hole", 4, (link, random) -> link.hold(Direction.REQUESTS, Direction.ANSWERS)),
            link("link-requests-held", 3, (link, random) -> link.hold(Direction.REQUESTS)),
            link("link-answers-held", 3, (link, random) -> link.hold(Direction.ANSWERS)),
            link("link-reset", 3, (link, random) -> link.reset()),
            link("link-refused", 3, (link, random) -> {
                link.refuse();
                link.reset();
            }),
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
            store(Store.MONGO, 2),
            store(Store.POSTGRES, 2));

    private Faults() {}

    /** The names of all kinds. */
    public static Set<String> names() {
        return KINDS.stream().map(Kind::name).collect(Collectors.toUnmodifiableSet());
    }

    /** One of those kinds, at random. */
    public static Fault any(Set<String> names, Cluster cluster, RandomGenerator random) {
        List<Kind> kinds =
                KINDS.stream().filter(kind -> names.contains(kind.name())).toList();
        int dice = random.nextInt(kinds.stream().mapToInt(Kind::weight).sum());
        for (Kind kind : kinds) {
            dice -= kind.weight();
            if (dice < 0) {
                return kind.maker().apply(cluster, random);
            }
        }
        throw new IllegalStateException("The weights have no end");
    }

    private interface LinkFault {
        void begin(TcpProxy link, RandomGenerator random);
    }

    private static Kind link(String name, int weight, LinkFault fault) {
        return new Kind(name, weight, (cluster, random) -> {
            Instance instance = cluster.any(random);
            Store store = random.nextBoolean() ? Store.MONGO : Store.POSTGRES;
            TcpProxy link = instance.link(store);
            return new Fault(
                    name, instance.name() + " to " + store.word(), () -> fault.begin(link, random), link::heal);
        });
    }

    private static Kind store(Store store, int weight) {
        String name = store.word() + "-stopped";
        return new Kind(
                name,
                weight,
                (cluster, random) ->
                        new Fault(name, store.word(), () -> cluster.stores().stop(store), () -> cluster.stores()
                                .restart(store)));
    }
}
