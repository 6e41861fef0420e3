package io.crossfade.strattio.web;

import static java.util.Map.entry;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What the API's description says of the actuator's operations, of which springdoc knows the addresses and nothing else. */
@Configuration(proxyBeanMethods = false)
class OperationsDescription {

    private static final String ROOT = "/actuator";
    private static final String JSON = "application/json";
    private static final List<String> TAG = List.of("operations");

    /** A field that must be given ends with {@code !}; one that is no text says what it is. */
    private record Described(String summary, String... fields) {}

    private static final Map<String, Described> OPERATIONS = Map.ofEntries(
            entry("GET /actuator", new Described("List the operations")),
            entry("GET /actuator/health", new Described("Tell whether the service is well; open to everybody")),
            entry("GET /actuator/info", new Described("Tell what runs here")),
            entry("GET /actuator/metrics", new Described("List the metrics")),
            entry("GET /actuator/metrics/{requiredMetricName}", new Described("Read one metric")),
            entry("GET /actuator/prometheus", new Described("Read all metrics as Prometheus does")),
            entry("GET /actuator/migration", new Described("Show where every unit and every instance stands")),
            entry("GET /actuator/migration/{unit}", new Described("Show where one unit stands")),
            entry(
                    "POST /actuator/migration",
                    new Described("Move all units one step", "to!", "reason", "percent:integer", "dryRun:boolean")),
            entry(
                    "POST /actuator/migration/{unit}",
                    new Described(
                            "Move one unit one step",
                            "to!",
                            "reason",
                            "percent:integer",
                            "epoch:integer",
                            "dryRun:boolean")),
            entry(
                    "DELETE /actuator/migration/{unit}",
                    new Described("Drop a unit's collection, once it is removed and its retention is over")),
            entry("GET /actuator/moves/{id}", new Described("Show how far a move is that was asked for")),
            entry("GET /actuator/instances", new Described("Show every instance")),
            entry("DELETE /actuator/instances/{id}", new Described("Remove an instance that is known to be dead")),
            entry("GET /actuator/backfill", new Described("Show the copies of all units")),
            entry("GET /actuator/backfill/{unit}", new Described("Show the copy of one unit")),
            entry(
                    "POST /actuator/backfill/{unit}",
                    new Described(
                            "Start, pause, resume, cancel, restart or limit a copy",
                            "action!",
                            "reason!",
                            "rowsPerSecond:integer",
                            "bytesPerSecond:integer",
                            "force:boolean")),
            entry("GET /actuator/verification", new Described("Show the last verification of all units")),
            entry("GET /actuator/verification/{unit}", new Described("Show the last verification of one unit")),
            entry(
                    "POST /actuator/verification/{unit}",
                    new Described(
                            "Start, pause, resume, cancel or limit a verification, repair, or compare reads",
                            "action!",
                            "reason!",
                            "repair:boolean",
                            "rowsPerSecond:integer",
                            "bytesPerSecond:integer",
                            "times:integer")),
            entry("POST /actuator/check", new Described("Compare both stores in short", "reason!", "keys:integer")),
            entry(
                    "POST /actuator/check/{unit}",
                    new Described(
                            "Compare one unit in both stores in short, and look for one key",
                            "reason!",
                            "keys:integer",
                            "key",
                            "field",
                            "value",
                            "times:integer")),
            entry("GET /actuator/quarantine", new Described("Count the keys that are set aside")),
            entry("GET /actuator/quarantine/{unit}", new Described("List a unit's keys that are set aside")),
            entry("POST /actuator/quarantine/{unit}", new Described("Try keys again", "reason!", "key")),
            entry(
                    "POST /actuator/quarantine/{unit}/{part}",
                    new Described(
                            "Show the document of a key, with `document` as the part", "key!", "reason!", "field")),
            entry("GET /actuator/migrationaudit", new Described("Show who did what, when and why")));

    /** After springdoc's own words. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    OpenApiCustomizer describedActuator() {
        return api -> api.getPaths().forEach((address, path) -> {
            if (address.startsWith(ROOT)) {
                path.readOperationsMap().forEach((method, operation) -> describe(address, method, operation));
            }
        });
    }

    private static void describe(String address, PathItem.HttpMethod method, Operation operation) {
        operation.setTags(TAG);
        Described described = OPERATIONS.get(method + " " + address);
        if (described == null) {
            return;
        }
        operation.setSummary(described.summary());
        ApiResponses answers = operation.getResponses();
        if (method == PathItem.HttpMethod.GET) {
            answers.remove("204");
        } else {
            answers.clear();
            answers.addApiResponse("200", answer("Done, or what a dry run found"));
            if (address.startsWith("/actuator/migration")) {
                answers.addApiResponse("202", answer("Under way, and shown at the address in Location"));
            }
            problem(answers, "400", "Something in the request is not known, missing, or of another JSON type");
            problem(answers, "409", "Refused as things stand; nothing was changed");
            problem(answers, "503", "A store cannot be asked");
            operation.setDescription("For an ADMIN. Who asks and why is written to the audit.");
        }
        if (described.fields().length > 0) {
            operation.setRequestBody(new RequestBody()
                    .required(true)
                    .content(new Content().addMediaType(JSON, new MediaType().schema(body(described.fields())))));
        }
        if (!address.equals("/actuator/health")) {
            problem(answers, "401", "Nobody is signed in");
            problem(answers, "403", "The role does not allow this");
        }
        if (address.contains("{")) {
            problem(answers, "404", "There is none");
        }
    }

    private static Schema<?> body(String... fields) {
        Schema<?> body = new ObjectSchema();
        for (String field : fields) {
            String name = field.replaceFirst("[!:].*", "");
            body.addProperty(
                    name,
                    field.endsWith(":integer")
                            ? new IntegerSchema()
                            : field.endsWith(":boolean") ? new BooleanSchema() : new StringSchema());
            if (field.endsWith("!")) {
                body.addRequiredItem(name);
            }
        }
        return body;
    }

    private static ApiResponse answer(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType(JSON, new MediaType().schema(new ObjectSchema())));
    }

    private static void problem(ApiResponses answers, String status, String description) {
        answers.addApiResponse(
                status, new ApiResponse().description(description).content(ApiDescription.aProblem()));
    }
}
