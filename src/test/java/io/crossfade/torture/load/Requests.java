package io.crossfade.torture.load;

import io.crossfade.embedded.sample.traffic.Answer;
import io.crossfade.embedded.sample.traffic.ServiceClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends operations to instances at random and records what they came to. For one thread. */
public final class Requests {

    private static final String API = "/api/";
    private static final String EMAIL = "email";
    private static final String PASSWORD = "correct horse battery staple";

    private final List<ServiceClient> clients;
    private final IntPredicate awake;
    private final String domain;
    private final SplittableRandom random;
    private final Consumer<Operation> record;

    /** @param awake whether requests are to be sent to that instance now */
    Requests(
            List<ServiceClient> clients,
            IntPredicate awake,
            String domain,
            SplittableRandom random,
            Consumer<Operation> record) {
        this.clients = clients;
        this.awake = awake;
        this.domain = domain;
        this.random = random;
        this.record = record;
    }

    /** Reads through these instances, as no part of a load. */
    public static Requests through(List<ServiceClient> clients, IntPredicate awake, SplittableRandom random) {
        return new Requests(clients, awake, "", random, operation -> {});
    }

    Operation create(Entity entity, Map<String, String> fields) {
        Map<String, String> written = new TreeMap<>(fields);
        ObjectNode body = body(fields).put("id", entity.id());
        String parentField = entity.kind().parentField();
        if (parentField != null) {
            written.put(parentField, entity.parent());
            body.put(parentField, entity.parent());
        }
        switch (entity.kind()) {
            case USER -> body.put("password", PASSWORD);
            case PLAN -> body.putObject("intake_data");
            case SECTION -> body.put("section_type", "text").put("order_index", entity.place());
        }
        return send(
                Action.CREATE,
                entity.group(),
                entity.key(),
                "POST",
                entity.kind().collection(),
                body,
                written);
    }

    Operation change(Entity entity, Map<String, String> fields) {
        return send(Action.CHANGE, entity.group(), entity.key(), "PATCH", entity.key(), body(fields), fields);
    }

    Operation delete(Entity entity) {
        return send(Action.DELETE, entity.group(), entity.key(), "DELETE", entity.key(), null, Map.of());
    }

    Operation read(Entity entity) {
        return read(entity.group(), entity.key());
    }

    public Operation read(String group, String key) {
        return send(Action.READ, group, key, "GET", key, null, Map.of());
    }

    public Operation list(String key) {
        return send(Action.LIST, key, key, "GET", key, null, Map.of());
    }

    /** @param list the sections of a plan */
    Operation order(String list, List<String> ids) {
        ObjectNode body = ServiceClient.JSON.createObjectNode();
        ids.forEach(body.putArray("order")::add);
        int instance = anyInstance();
        long start = System.nanoTime();
        Answer answer = clients.get(instance).send("PUT", API + list + "/order", body);
        return recorded(new Operation(
                Action.ORDER,
                list,
                list,
                instance,
                start,
                System.nanoTime(),
                answer.outcome(),
                answer.status(),
                Map.of(),
                null,
                ids));
    }

    private Operation send(
            Action action,
            String group,
            String key,
            String method,
            String path,
            @Nullable JsonNode body,
            Map<String, String> written) {
        int instance = anyInstance();
        String query = action == Action.LIST ? "?limit=500" : "";
        long start = System.nanoTime();
        Answer answer = clients.get(instance).send(method, API + path + query, body);
        long end = System.nanoTime();
        boolean shows = answer.done() && action != Action.DELETE;
        return recorded(new Operation(
                action,
                group,
                key,
                instance,
                start,
                end,
                answer.outcome(),
                answer.status(),
                written,
                shows && action != Action.LIST ? fields(key, answer.body()) : null,
                shows && action == Action.LIST ? ids(answer.body()) : List.of()));
    }

    /** The next one where a balancer would send nothing to the one that the dice gave. */
    private int anyInstance() {
        int first = random.nextInt(clients.size());
        return IntStream.range(first, first + clients.size())
                .map(number -> number % clients.size())
                .filter(awake)
                .findFirst()
                .orElse(first);
    }

    private Operation recorded(Operation operation) {
        record.accept(operation);
        return operation;
    }

    private ObjectNode body(Map<String, String> fields) {
        ObjectNode body = ServiceClient.JSON.createObjectNode();
        fields.forEach((field, value) -> body.put(field, field.equals(EMAIL) ? value + "@" + domain : value));
        return body;
    }

    /** Of an e-mail address only what stands before the sign. */
    private static Map<String, String> fields(String key, JsonNode body) {
        Map<String, String> fields = new TreeMap<>();
        Kind kind = Kind.of(key);
        List<String> names = new ArrayList<>(kind.fields());
        if (kind.parentField() != null) {
            names.add(kind.parentField());
        }
        for (String name : names) {
            String value = body.path(name).asString("");
            fields.put(name, name.equals(EMAIL) ? value.replaceFirst("@.*", "") : value);
        }
        if (!key.endsWith("/" + body.path("id").asString(""))) {
            fields.put("id", "another");
        }
        return fields;
    }

    private static List<String> ids(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.path("items").forEach(item -> ids.add(item.path("id").asString("")));
        return ids;
    }
}
