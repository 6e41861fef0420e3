package io.crossfade.torture.load;

import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Plans that live for a moment, each under an id that never comes again: what is done wrong to one, nothing sets right later. */
final class Fleeting implements Workload {

    private final Names names;
    private final Ground user;
    private final Queue<Entity> living = new ConcurrentLinkedQueue<>();

    Fleeting(Names names, Ground user) {
        this.names = names;
        this.user = user;
    }

    @Override
    public void step(Requests requests, SplittableRandom random) {
        if (!user.isThere(requests)) {
            return;
        }
        Entity oldest = random.nextBoolean() ? living.poll() : null;
        if (oldest == null) {
            Entity plan = Entity.alone(Kind.PLAN, names.id(), user.entity().id(), 0);
            if (requests.create(plan, Map.of("name", names.value(), "error", names.value()))
                    .ok()) {
                living.add(plan);
            }
        } else if (random.nextInt(3) == 0) {
            requests.change(oldest, Map.of("name", names.value()));
        } else {
            requests.delete(oldest);
        }
    }
}
