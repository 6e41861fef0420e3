package io.crossfade.torture.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Entities that always are: each field a register, written alone or with the other, and read. */
final class Registers implements Workload {

    private static final int PLANS = 3;
    private static final int SECTIONS = 3;

    private final List<Ground> plans = new ArrayList<>();
    private final List<Ground> sections = new ArrayList<>();
    private final Ground user;
    private final Names names;

    Registers(Names names, Ground user) {
        this.names = names;
        this.user = user;
        for (int i = 0; i < PLANS; i++) {
            plans.add(ground(Kind.PLAN, user.entity().id(), 0));
        }
        for (int i = 0; i < SECTIONS; i++) {
            sections.add(ground(Kind.SECTION, plans.getFirst().entity().id(), i));
        }
    }

    private Ground ground(Kind kind, String parent, int place) {
        return new Ground(Entity.alone(kind, names.id(), parent, place), values(kind));
    }

    private Map<String, String> values(Kind kind) {
        return Map.of(kind.fields().getFirst(), names.value(), kind.fields().getLast(), names.value());
    }

    @Override
    public void step(Requests requests, SplittableRandom random) {
        if (!user.isThere(requests) || !plans.getFirst().isThere(requests)) {
            return;
        }
        List<Ground> grounds = random.nextBoolean() ? plans : sections;
        Ground register = grounds.get(random.nextInt(grounds.size()));
        if (!register.isThere(requests)) {
            return;
        }
        Entity entity = register.entity();
        int dice = random.nextInt(100);
        if (dice < 50) {
            requests.read(entity);
        } else if (dice < 92) {
            List<String> fields = entity.kind().fields();
            requests.change(entity, Map.of(fields.get(random.nextInt(fields.size())), names.value()));
        } else {
            requests.change(entity, values(entity.kind()));
        }
    }
}
