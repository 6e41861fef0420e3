package io.crossfade.torture.check;

import io.crossfade.embedded.sample.traffic.Outcome;
import io.crossfade.torture.load.Action;
import io.crossfade.torture.load.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A true store of entities under clients that work at the same time: each operation takes effect at one instant between
 * its start and its end. Some answers are lost, and some of these operations take effect much later, or never. What it
 * gives is linearizable by construction.
 */
final class Simulation {

    static final String GROUP = "group";

    private static final int LATENCY = 1000;
    private static final int FAULT_EVERY = 3;
    private static final long NEVER = Long.MAX_VALUE;

    private final SplittableRandom random;
    private final int clients;
    private final int entities;
    private final int lost;
    private final Map<String, Map<String, String>> store = new HashMap<>();
    private final List<Operation> history = new ArrayList<>();
    private final Map<String, Map<String, String>> before = new HashMap<>();
    private final Fault fault;
    private int values;

    /** What a store may get wrong, now and then. */
    enum Fault {
        NONE,
        WRITE_LOST,
        DELETE_UNDONE,
        OLD_READ,
        TWO_HOLDERS
    }

    /** @param lost how many answers of each thousand are */
    Simulation(long seed, int clients, int entities, int lost) {
        this(seed, clients, entities, lost, Fault.NONE);
    }

    Simulation(long seed, int clients, int entities, int lost, Fault fault) {
        this.fault = fault;
        this.random = new SplittableRandom(seed);
        this.clients = clients;
        this.entities = entities;
        this.lost = lost;
    }

    /** What a client asks for, and when it takes effect, if ever. */
    private record Plan(
            Action action,
            String key,
            Map<String, String> written,
            long start,
            long effect,
            long end,
            boolean answered) {}

    /** @param each how many operations each client makes */
    List<Operation> run(int each) {
        List<Plan> plans = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            long time = random.nextInt(LATENCY);
            for (int i = 0; i < each; i++) {
                Plan plan = plan(time);
                plans.add(plan);
                time = plan.end() + 1 + random.nextInt(LATENCY);
            }
        }
        plans.stream()
                .sorted((one, other) -> Long.compare(one.effect(), other.effect()))
                .forEach(this::execute);
        long end = plans.stream()
                .mapToLong(plan -> plan.effect() == NEVER ? plan.end() : Math.max(plan.end(), plan.effect()))
                .max()
                .orElse(0);
        for (int i = 0; i < entities; i++) {
            execute(new Plan(Action.READ, key(i), Map.of(), end + 1, end + 2, end + 3, true));
        }
        return history;
    }

    private Plan plan(long start) {
        long effect = start + random.nextInt(LATENCY);
        long end = effect + random.nextInt(LATENCY);
        int dice = random.nextInt(100);
        Action action = dice < 40 ? Action.READ : dice < 70 ? Action.CHANGE : dice < 85 ? Action.CREATE : Action.DELETE;
        int entity = random.nextInt(entities);
        Map<String, String> written =
                switch (action) {
                    case CREATE -> Map.of("name", value(), "error", value(), "email", address(entity));
                    case CHANGE ->
                        switch (random.nextInt(3)) {
                            case 0 -> Map.of("name", value());
                            case 1 -> Map.of("error", value());
                            default -> Map.of("email", address(entity));
                        };
                    default -> Map.of();
                };
        boolean answered = random.nextInt(1000) >= lost;
        if (!answered && random.nextInt(3) > 0) {
            effect = random.nextBoolean() ? end + random.nextInt(20 * LATENCY) : NEVER;
        }
        return new Plan(action, key(entity), written, start, effect, end, answered);
    }

    private void execute(Plan plan) {
        Map<String, String> entity = store.get(plan.key());
        boolean conflicts = plan.action() == Action.CREATE && entity != null
                || isTaken(plan) && !strikes(Fault.TWO_HOLDERS) && (entity != null || plan.action() == Action.CREATE);
        if (plan.effect() == NEVER) {
            record(plan, Outcome.UNKNOWN, 0, null);
        } else if (entity == null && plan.action() != Action.CREATE) {
            record(plan, Outcome.MISSING, 404, null);
        } else if (conflicts) {
            record(plan, Outcome.REFUSED, 409, null);
        } else {
            record(plan, Outcome.DONE, 200, done(plan, entity == null ? Map.of() : entity));
        }
    }

    /** What the answer shows. */
    private @Nullable Map<String, String> done(Plan plan, Map<String, String> entity) {
        Map<String, String> next = new HashMap<>(entity);
        next.putAll(plan.written());
        switch (plan.action()) {
            case READ -> {
                return strikes(Fault.OLD_READ) ? before.getOrDefault(plan.key(), entity) : entity;
            }
            case DELETE -> {
                if (!strikes(Fault.DELETE_UNDONE)) {
                    store.remove(plan.key());
                }
                return null;
            }
            default -> {
                before.put(plan.key(), entity);
                if (!strikes(Fault.WRITE_LOST)) {
                    store.put(plan.key(), next);
                }
                return next;
            }
        }
    }

    private boolean strikes(Fault one) {
        return fault == one && random.nextInt(FAULT_EVERY) == 0;
    }

    private boolean isTaken(Plan plan) {
        String email = plan.written().get("email");
        return email != null
                && store.entrySet().stream()
                        .anyMatch(other -> !other.getKey().equals(plan.key())
                                && email.equals(other.getValue().get("email")));
    }

    private void record(Plan plan, Outcome outcome, int status, @Nullable Map<String, String> seen) {
        history.add(new Operation(
                plan.action(),
                GROUP,
                plan.key(),
                0,
                plan.start(),
                plan.end(),
                plan.answered() ? outcome : Outcome.UNKNOWN,
                plan.answered() ? status : 0,
                plan.written(),
                plan.answered() ? seen : null,
                List.of()));
    }

    private String address(int entity) {
        return random.nextBoolean() ? "own-" + entity : "contended";
    }

    private String value() {
        return "v" + values++;
    }

    private static String key(int number) {
        return "users/" + number;
    }
}
