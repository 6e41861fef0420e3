package io.crossfade.torture;

import static org.awaitility.Awaitility.await;

import io.crossfade.embedded.sample.traffic.Answer;
import io.crossfade.embedded.sample.traffic.Outcome;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import io.crossfade.embedded.tour.Operator;
import io.crossfade.embedded.tour.TourFailedException;
import io.crossfade.torture.cluster.Cluster;
import io.crossfade.torture.cluster.Instance;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks instances at random to move units towards a phase, one step at a time, and does what a closed gate asks for. */
final class Mover {

    static final List<String> PHASES =
            List.of("MONGO", "DUAL_WRITE", "BACKFILL", "SHADOW_READ", "READ_SWITCH", "POSTGRES", "MONGO_REMOVED");

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String REASON = "torture";
    private static final String SWITCH = "READ_SWITCH";
    private static final String POSTGRES = "POSTGRES";
    private static final String ALL = "";

    private final Cluster cluster;
    private final RandomGenerator random;
    private final Results results;
    private final Tally wrongAnswers;

    /** @param wrongAnswers takes every answer that is none of the agreed ones */
    Mover(Cluster cluster, RandomGenerator random, Results results, Tally wrongAnswers) {
        this.cluster = cluster;
        this.random = random;
        this.results = results;
        this.wrongAnswers = wrongAnswers;
    }

    /** One step of all units, or of one that is not there yet. Returns whether all units are there. */
    boolean step(String goal) {
        Instance asked = cluster.any(random, Instance::awake);
        List<Operator.Unit> units;
        try {
            units = operator(asked).units();
        } catch (TourFailedException unanswered) {
            results.moves().count("look unanswered");
            return false;
        }
        List<Operator.Unit> away =
                units.stream().filter(unit -> !unit.phase().equals(goal)).toList();
        if (away.isEmpty()) {
            return true;
        }
        boolean together = units.stream().map(Operator.Unit::phase).distinct().count() == 1;
        Operator.Unit one = random.nextInt(4) == 0 ? away.get(random.nextInt(away.size())) : next(away, goal);
        int from = PHASES.indexOf(one.phase());
        int wanted = PHASES.indexOf(goal);
        String to = PHASES.get(from + Integer.signum(wanted - from));
        boolean beyond = wanted > PHASES.indexOf(SWITCH);
        Integer percent = to.equals(SWITCH) && wanted >= from ? (beyond ? 100 : random.nextInt(1, 101)) : null;
        move(asked, random.nextInt(10) < (together ? 6 : 1) ? ALL : "/" + one.name(), to, percent);
        return false;
    }

    /** The one whose turn it is: parents go ahead first, children back first. */
    private static Operator.Unit next(List<Operator.Unit> away, String goal) {
        Comparator<Operator.Unit> byPhase = Comparator.comparing(unit -> PHASES.indexOf(unit.phase()));
        Operator.Unit ahead = away.reversed().stream().max(byPhase).orElseThrow();
        return PHASES.indexOf(ahead.phase()) > PHASES.indexOf(goal)
                ? ahead
                : away.stream().min(byPhase).orElseThrow();
    }

    /** Moves all units there, while all is well but for failpoints. */
    void bringTo(String goal) {
        await("all units to be in " + goal)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    cluster.reviveTheDead().forEach(name -> results.faults().count(Quiet.DEATH));
                    return step(goal);
                });
    }

    /** Changes what part of the reads goes to PostgreSQL; refused where reads are not being switched. */
    void changePercent(int percent) {
        move(cluster.any(random, Instance::awake), ALL, SWITCH, percent);
    }

    private void move(Instance asked, String unit, String to, @Nullable Integer percent) {
        Answer answer = send(asked, unit, to, percent);
        for (JsonNode gate : answer.body().path("gates")) {
            open(asked, gate.path("unit").asString(), gate.path("gate").asString());
        }
    }

    /** Moves, and counts what came of it. */
    Answer send(Instance asked, String unit, String to, @Nullable Integer percent) {
        ObjectNode request = ServiceClient.JSON.createObjectNode().put("to", to).put("reason", REASON);
        Optional.ofNullable(percent).ifPresent(value -> request.put("percent", value));
        Answer answer = operator(asked).move(unit, request);
        JsonNode units = answer.body().path("units");
        if (units.isEmpty()) {
            results.moves().count(to + " " + (answer.status() == 0 ? "unanswered" : answer.status()));
        }
        for (JsonNode one : units) {
            String outcome = one.path("outcome").asString();
            results.moves().count(to + " " + outcome);
            if (to.equals(POSTGRES)
                    && outcome.equals("done")
                    && one.path("from").asString().equals(SWITCH)) {
                results.cutover(steps(one.path("stepMillis")));
            }
        }
        boolean agreed = answer.done() || answer.outcome().outage() || answer.outcome() == Outcome.REFUSED;
        if (!agreed || answer.status() == 400) {
            wrongAnswers.count("move of '" + unit + "' to " + to + ": " + answer.summary());
        }
        return answer;
    }

    private static Map<String, Long> steps(JsonNode stepMillis) {
        Map<String, Long> steps = new TreeMap<>();
        stepMillis
                .properties()
                .forEach(step -> steps.put(step.getKey(), step.getValue().asLong(0)));
        return steps;
    }

    private void open(Instance asked, String unit, String gate) {
        try {
            switch (gate) {
                case "verified-clean" -> operator(asked).startVerification(unit, false);
                case "all-reads-switched" -> send(asked, "/" + unit, SWITCH, 100);
                default -> results.moves().count("held up by " + gate);
            }
        } catch (TourFailedException running) {
            results.moves().count("verification not started");
        }
    }

    static boolean decidedByPostgres(String phase) {
        return PHASES.indexOf(phase) > PHASES.indexOf(SWITCH);
    }

    static Operator operator(Instance asked) {
        return new Operator(asked.admin(), REASON);
    }
}
