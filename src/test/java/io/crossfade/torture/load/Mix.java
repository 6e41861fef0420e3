package io.crossfade.torture.load;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The workloads of one load, and how often each comes. */
final class Mix {

    /** What a load is made of unless another mix is wanted. */
    static final Map<String, Integer> USUAL =
            Map.of("registers", 40, "coming-and-going", 35, "emails", 13, "section-orders", 12);

    private record Share(Workload workload, int weight) {}

    private final List<Share> shares;
    private final int whole;

    private Mix(List<Share> shares) {
        this.shares = shares;
        this.whole = shares.stream().mapToInt(Share::weight).sum();
    }

    /** @param weights of each workload by its name, in proportion to the others */
    static Mix of(Names names, Map<String, Integer> weights) {
        Ground user = new Ground(
                Entity.alone(Kind.USER, names.id(), "", 0), Map.of("email", "ground", "name", names.value()));
        Map<String, Supplier<Workload>> known = Map.of(
                "registers", () -> new Registers(names, user),
                "coming-and-going", () -> new ComingAndGoing(names, user),
                "emails", () -> new EmailContention(names),
                "section-orders", () -> new SectionOrders(names, user),
                "fleeting", () -> new Fleeting(names, user));
        if (!known.keySet().containsAll(weights.keySet())) {
            throw new IllegalArgumentException(
                    "The workloads are " + known.keySet() + ", not all of " + weights.keySet());
        }
        return new Mix(weights.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(weight -> new Share(known.get(weight.getKey()).get(), weight.getValue()))
                .toList());
    }

    Workload pick(SplittableRandom random) {
        int dice = random.nextInt(whole);
        for (Share share : shares) {
            dice -= share.weight();
            if (dice < 0) {
                return share.workload();
            }
        }
        throw new IllegalStateException("The weights have no end");
    }
}
