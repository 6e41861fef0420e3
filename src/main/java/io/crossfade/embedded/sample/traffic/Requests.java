package io.crossfade.embedded.sample.traffic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests whose answers go to the ledger and the statistics. A read's answer is held against the ledger at once, and so is what
 * a write was said to have done against what was sent.
 */
final class Requests {

    private final ServiceClient client;
    private final Ledger ledger;
    private final TrafficStatistics statistics;

    Requests(ServiceClient client, Ledger ledger, TrafficStatistics statistics) {
        this.client = client;
        this.ledger = ledger;
        this.statistics = statistics;
    }

    /** Creates what the body says under its own id. */
    Outcome create(String collection, ObjectNode body) {
        String path = collection + "/" + body.path("id").asString();
        Answer answer = write("POST", collection, body);
        ObjectNode shown = body.deepCopy();
        shown.remove("password");
        switch (answer.outcome()) {
            case DONE -> acknowledged("POST " + path, path, new State(shown), answer);
            case UNKNOWN, WRONG -> ledger.unknown(path, State.ABSENT, new State(shown));
            default -> {}
        }
        return answer.outcome();
    }

    Outcome change(String path, ObjectNode changes) {
        Answer answer = write("PATCH", path, changes);
        switch (answer.outcome()) {
            case DONE -> acknowledged("PATCH " + path, path, changed(path, changes), answer);
            case UNKNOWN, WRONG -> perhaps(path, changes);
            default -> {}
        }
        return answer.outcome();
    }

    /** Deletes the path, and with it those that belong to it. */
    Outcome delete(String path, List<String> belongings) {
        Answer answer = write("DELETE", path, null);
        switch (answer.outcome()) {
            case DONE -> {
                ledger.acknowledged(path, State.ABSENT);
                belongings.forEach(belonging -> ledger.acknowledged(belonging, State.ABSENT));
            }
            case UNKNOWN, WRONG -> {
                ledger.unknown(path, State.anything(), State.ABSENT);
                belongings.forEach(belonging -> ledger.unknown(belonging, State.anything(), State.ABSENT));
            }
            default -> {}
        }
        return answer.outcome();
    }

    /** Puts a plan's sections in that order. */
    Outcome order(String plan, List<String> sections) {
        ObjectNode body = ServiceClient.JSON.createObjectNode();
        sections.forEach(section -> body.withArray("order").add(section.substring(section.lastIndexOf('/') + 1)));
        Answer answer = write("PUT", plan + "/sections/order", body);
        for (int i = 0; i < sections.size(); i++) {
            ObjectNode place = ServiceClient.JSON.createObjectNode().put("order_index", i);
            switch (answer.outcome()) {
                case DONE -> ledger.acknowledged(sections.get(i), changed(sections.get(i), place));
                // An order takes several steps: between them a section stands at neither place.
                case UNKNOWN, WRONG -> somewhere(sections.get(i));
                default -> {}
            }
        }
        return answer.outcome();
    }

    /** Another write took the reference away when it deleted what it named. */
    void unset(Outcome outcome, String path, String field) {
        ObjectNode nothing = ServiceClient.JSON.createObjectNode().putNull(field);
        switch (outcome) {
            case DONE -> ledger.acknowledged(path, changed(path, nothing));
            case UNKNOWN, WRONG -> perhaps(path, nothing);
            default -> {}
        }
    }

    Outcome read(String path) {
        Answer answer = send("GET", path, null, false);
        if (!answer.outcome().outage()) {
            String contradiction = ledger.contradiction(path, answer);
            if (contradiction != null) {
                statistics.fail("read " + contradiction);
            }
        }
        return answer.outcome();
    }

    /** Reads a list; null unless it came. */
    @Nullable
    JsonNode list(String path) {
        Answer answer = send("GET", path, null, false);
        if (answer.done()) {
            return answer.body().path("items");
        }
        if (!answer.outcome().outage()) {
            statistics.fail("list " + path + " answered " + answer.summary());
        }
        return null;
    }

    /** Whether a write of unknown outcome has touched the path. */
    boolean uncertain(String path) {
        return ledger.uncertain(path);
    }

    void fail(String what) {
        statistics.fail(what);
    }

    /** The answer alone would make a field that the service lost on the way one that was never sent. */
    private void acknowledged(String request, String path, State sent, Answer answer) {
        List<String> differences = sent.differences(answer);
        if (!differences.isEmpty()) {
            statistics.fail(request + " was acknowledged, but not as it was sent: " + differences);
        }
        ledger.acknowledged(path, new State(answer.body()));
    }

    private void perhaps(String path, ObjectNode changes) {
        ledger.unknown(path, State.anything(), changed(path, changes));
    }

    private void somewhere(String section) {
        State known = ledger.state(section, State.anything());
        ledger.unknown(section, State.anything(), known.without("order_index"));
    }

    private State changed(String path, ObjectNode changes) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        changes.properties().forEach(change -> values.put(change.getKey(), change.getValue()));
        return ledger.state(path, State.anything()).changed(values);
    }

    private Answer write(String method, String path, @Nullable JsonNode body) {
        Answer answer = send(method, path, body, true);
        if (!answer.done() && !answer.outcome().outage()) {
            statistics.fail(method + " " + path + " answered " + answer.summary());
        }
        return answer;
    }

    private Answer send(String method, String path, @Nullable JsonNode body, boolean write) {
        long start = System.nanoTime();
        Answer answer = client.send(method, path, body);
        statistics.count(answer.outcome(), write, System.nanoTime() - start);
        return answer;
    }
}
