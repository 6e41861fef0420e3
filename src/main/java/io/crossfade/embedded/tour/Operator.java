package io.crossfade.embedded.tour;

import io.crossfade.embedded.sample.traffic.Answer;
import io.crossfade.embedded.sample.traffic.Outcome;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an operator does by hand: looks, asks what stands against a move, moves and verifies, all through the actuator. */
public final class Operator {

    private static final long UNTOLD = -1;
    private static final String MIGRATION = "/actuator/migration";
    private static final String MOVES = "/actuator/moves/";
    private static final int UNDER_WAY = 202;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration GIVE_UP = Duration.ofSeconds(30);
    private static final String VERIFICATION = "/actuator/verification";

    private final ServiceClient client;
    private final String reason;

    /** @param client signed in as an ADMIN */
    public Operator(ServiceClient client, String reason) {
        this.client = client;
        this.reason = reason;
    }

    /**
     * Where a unit stands.
     *
     * @param lagMillis -1 if it cannot be told now
     * @param quarantined -1 if it cannot be told now
     * @param backfilled documents that its backfill read
     */
    public record Unit(
            String name, String phase, long lagMillis, long quarantined, long backfilled, boolean backfillComplete) {}

    /** The last verification of a unit. */
    public record Verified(
            String unit,
            String state,
            boolean clean,
            long run,
            long compared,
            long different,
            long missing,
            long extra) {}

    /** Every unit, parents first. */
    public List<Unit> units() throws TourFailedException {
        List<Unit> units = new ArrayList<>();
        for (JsonNode unit : require(client.get(MIGRATION), "look at the units").path("units")) {
            units.add(new Unit(
                    unit.path("unit").asString(),
                    unit.path("phase").asString(),
                    unit.path("lagMillis").asLong(UNTOLD),
                    unit.path("quarantined").asLong(UNTOLD),
                    unit.path("backfill").path("documents").path("done").asLong(0),
                    unit.path("backfill").path("state").asString("").equalsIgnoreCase("complete")));
        }
        return units;
    }

    /** The gates that do not hold; empty if all units could move now. */
    public List<String> gatesAgainst(String phase, @Nullable Integer percent) throws TourFailedException {
        ObjectNode request = request(phase, percent).put("dryRun", true);
        JsonNode answer = require(client.send("POST", MIGRATION, request), "ask for a dry run to " + phase);
        List<String> closed = new ArrayList<>();
        for (JsonNode unit : answer.path("units")) {
            for (JsonNode gate : unit.path("gates")) {
                if (!gate.path("holds").asBoolean()) {
                    closed.add(unit.path("unit").asString() + " "
                            + gate.path("gate").asString() + ": "
                            + gate.path("detail").asString());
                }
            }
        }
        return closed;
    }

    /** Moves all units. The answer is a 409 if a gate closed since it was looked at. */
    public Answer move(String phase, @Nullable Integer percent) {
        return move("", request(phase, percent));
    }

    /**
     * Moves, and waits for the end of a move that is under way still.
     *
     * @param unit with a slash before it, or empty for all
     * @return as if it had ended before it was answered: 200, 409 or 503; with status 0 if nobody could tell its end
     */
    public Answer move(String unit, JsonNode request) {
        Answer answer = client.send("POST", MIGRATION + unit, request);
        String id = answer.body().path("id").asString("");
        long heard = System.nanoTime();
        while (answer.status() == UNDER_WAY) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            Answer now = client.get(MOVES + id);
            if (now.done()) {
                heard = System.nanoTime();
            } else if (now.outcome() == Outcome.UNREACHABLE
                    || Thread.currentThread().isInterrupted()
                    || System.nanoTime() - heard > GIVE_UP.toNanos()) {
                return new Answer(Outcome.UNKNOWN, 0, now.body());
            }
            answer = ended(now, answer);
        }
        return answer;
    }

    private static Answer ended(Answer now, Answer underWay) {
        if (!now.done() || now.body().path("underWay").asBoolean()) {
            return underWay;
        }
        return switch (now.body().path("outcome").asString()) {
            case "done", "unchanged" -> new Answer(Outcome.DONE, 200, now.body());
            case "refused", "undone" -> new Answer(Outcome.REFUSED, 409, now.body());
            default -> new Answer(Outcome.UNKNOWN, 503, now.body());
        };
    }

    public void startVerification(String unit, boolean repair) throws TourFailedException {
        ObjectNode body = ServiceClient.JSON
                .createObjectNode()
                .put("action", "start")
                .put("repair", repair)
                .put("reason", reason);
        require(client.send("POST", VERIFICATION + "/" + unit, body), "start a verification of " + unit);
    }

    public List<Verified> verifications() throws TourFailedException {
        JsonNode answer = require(client.get(VERIFICATION), "look at the verifications");
        return StreamSupport.stream(answer.path("units").spliterator(), false)
                .map(unit -> new Verified(
                        unit.path("unit").asString(),
                        unit.path("state").asString().toLowerCase(Locale.ROOT),
                        unit.path("clean").asBoolean(false),
                        unit.path("run").asLong(0),
                        unit.path("compared").asLong(0),
                        unit.path("different").asLong(0),
                        unit.path("missing").asLong(0),
                        unit.path("extra").asLong(0)))
                .toList();
    }

    /** What is set aside, by unit and reason. */
    public String quarantine() throws TourFailedException {
        return require(client.get("/actuator/quarantine"), "look at the quarantine")
                .path("units")
                .toString();
    }

    private ObjectNode request(String phase, @Nullable Integer percent) {
        ObjectNode request =
                ServiceClient.JSON.createObjectNode().put("to", phase).put("reason", reason);
        return percent == null ? request : request.put("percent", percent);
    }

    private static JsonNode require(Answer answer, String what) throws TourFailedException {
        if (!answer.done()) {
            throw new TourFailedException("could not " + what + ": " + answer.summary());
        }
        return answer.body();
    }
}
