package io.crossfade.torture.load;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The workloads of one load, and how often each comes. */
final class Mix {

    private record Share(Workload workload, int percent) {}

    private final List<Share> shares;

    private Mix(List<Share> shares) {
        this.shares = shares;
    }

    static Mix of(Names names) {
        Ground user = new Ground(
                Entity.alone(Kind.USER, names.id(), "", 0), Map.of("email", "ground", "name", names.value()));
        return new Mix(List.of(
                new Share(new Registers(names, user), 40),
                new Share(new ComingAndGoing(names, user), 35),
                new Share(new EmailContention(names), 13),
                new Share(new SectionOrders(names, user), 12)));
    }

    Workload pick(SplittableRandom random) {
        int dice = random.nextInt(100);
        for (Share share : shares) {
            dice -= share.percent();
            if (dice < 0) {
                return share.workload();
            }
        }
        throw new IllegalStateException("The shares do not make up a hundred");
    }
}
