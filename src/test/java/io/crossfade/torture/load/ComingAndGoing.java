package io.crossfade.torture.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Plans of a user and sections of a plan that are created, deleted and created again under the same ids, and listed. A
 * create of unknown outcome is mostly repeated as it was.
 */
final class ComingAndGoing implements Workload {

    private static final int SLOTS = 4;

    private final Names names;
    private final Ground user;
    private final Ground plan;
    private final List<Entity> slots = new ArrayList<>();
    private final Map<Entity, Map<String, String>> uncertain = new ConcurrentHashMap<>();

    ComingAndGoing(Names names, Ground user) {
        this.names = names;
        this.user = user;
        this.plan = new Ground(
                Entity.alone(Kind.PLAN, names.id(), user.entity().id(), 0),
                Map.of("name", names.value(), "error", names.value()));
        for (int i = 0; i < SLOTS; i++) {
            slots.add(Entity.alone(Kind.PLAN, names.id(), user.entity().id(), 0));
            slots.add(Entity.alone(Kind.SECTION, names.id(), plan.entity().id(), i));
        }
    }

    @Override
    public void step(Requests requests, SplittableRandom random) {
        if (!user.isThere(requests) || !plan.isThere(requests)) {
            return;
        }
        Entity slot = slots.get(random.nextInt(slots.size()));
        int dice = random.nextInt(100);
        if (dice < 30) {
            create(requests, slot, random);
        } else if (dice < 50) {
            requests.delete(slot);
        } else if (dice < 60) {
            requests.change(slot, Map.of(slot.kind().fields().getFirst(), names.value()));
        } else if (dice < 80) {
            requests.read(slot);
        } else if (dice < 90) {
            requests.list(user.entity().list(Kind.PLAN));
        } else {
            requests.list(plan.entity().list(Kind.SECTION));
        }
    }

    private void create(Requests requests, Entity slot, SplittableRandom random) {
        Map<String, String> before = uncertain.remove(slot);
        Map<String, String> fields = before != null && random.nextInt(10) < 8
                ? before
                : Map.of(
                        slot.kind().fields().getFirst(),
                        names.value(),
                        slot.kind().fields().getLast(),
                        names.value());
        if (requests.create(slot, fields).effect() == Effect.UNKNOWN) {
            uncertain.put(slot, fields);
        }
    }
}
