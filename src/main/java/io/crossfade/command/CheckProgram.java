package io.crossfade.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a running instance to check units, and prints its report: counts, references, keys, times of reads. */
public final class CheckProgram {

    public static final String NAME = "check";
    public static final String USAGE = "check [UNIT] [--url=http://localhost:8080] [--keys=100]"
            + " [--key=ID | --email=ADDRESS | --field=NAME --value=TEXT] [--times=200] [--reason=TEXT]";

    private static final Set<String> OPTIONS =
            Set.of("url", "keys", "key", "email", "field", "value", "times", "reason");
    private static final Set<String> OF_ONE_UNIT = Set.of("key", "email", "field", "value", "times");
    private static final String USER = "CROSSFADE_USER";
    private static final String PASSWORD = "CROSSFADE_PASSWORD";
    private static final Pattern UNIT = Pattern.compile("[\\w-]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private final Map<String, String> environment;
    private final PrintStream out;

    CheckProgram(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /**
     * Prints the report.
     *
     * @return 0 if nothing was found, 1 if something was, 3 if the instance could not be asked or refused
     * @throws IllegalArgumentException if the arguments are not understood
     */
    @SuppressWarnings("SystemOut")
    public static int run(String... args) {
        return new CheckProgram(System.getenv(), System.out).check(args);
    }

    int check(String... args) {
        ApplicationArguments arguments = new DefaultApplicationArguments(args);
        List<String> units = arguments.getNonOptionArgs().stream()
                .filter(arg -> !arg.equals(NAME))
                .toList();
        String unit = units.isEmpty() ? "" : units.getFirst();
        arguments.getOptionNames().stream()
                .filter(option -> !OPTIONS.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw new IllegalArgumentException("Unknown option '--" + option + "'");
                });
        if (units.size() > 1 || !unit.isEmpty() && !UNIT.matcher(unit).matches()) {
            throw new IllegalArgumentException("Name one unit, or none for all");
        }
        if (unit.isEmpty() && arguments.getOptionNames().stream().anyMatch(OF_ONE_UNIT::contains)) {
            throw new IllegalArgumentException("Name the unit of what is looked for");
        }
        String user = environment.get(USER);
        String password = environment.get(PASSWORD);
        if (user == null || password == null) {
            throw new IllegalArgumentException(
                    "Set " + USER + " and " + PASSWORD + " in the environment to an ADMIN's sign-in");
        }
        String url = option(arguments, "url", "http://localhost:8080");
        return ask(url + "/actuator/check" + (unit.isEmpty() ? "" : "/" + unit), user, password, body(arguments));
    }

    private int ask(String url, String user, String password, ObjectNode body) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory();
        // A check has time limits of its own.
        requests.setReadTimeout(Duration.ofMinutes(15));
        try {
            return RestClient.builder()
                    .requestFactory(requests)
                    .build()
                    .post()
                    .uri(url)
                    .headers(headers -> headers.setBasicAuth(user, password))
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(body.toString())
                    .exchange((request, response) -> {
                        JsonNode answer = JsonMapper.shared().readTree(response.getBody());
                        if (!response.getStatusCode().is2xxSuccessful()) {
                            out.println("Refused (" + response.getStatusCode().value() + "): "
                                    + answer.path("detail").asString(""));
                            return 3;
                        }
                        return print(answer);
                    });
        } catch (ResourceAccessException away) {
            out.println("Nobody answers at " + url + "; name an instance by --url");
            return 3;
        }
    }

    private static ObjectNode body(ApplicationArguments arguments) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        for (String number : List.of("keys", "times")) {
            String given = option(arguments, number, "");
            if (!given.isEmpty()) {
                if (!NUMBER.matcher(given).matches()) {
                    throw new IllegalArgumentException("'--" + number + "=" + given + "' is no number");
                }
                body.put(number, Integer.parseInt(given));
            }
        }
        for (String text : List.of("key", "field", "value")) {
            String given = option(arguments, text, "");
            if (!given.isEmpty()) {
                body.put(text, given);
            }
        }
        String email = option(arguments, "email", "");
        if (!email.isEmpty()) {
            body.put("field", "email").put("value", email);
        }
        return body.put("reason", option(arguments, "reason", "check from the command line"));
    }

    private static String option(ApplicationArguments arguments, String name, String otherwise) {
        @Nullable List<String> values = arguments.getOptionValues(name);
        return values == null || values.isEmpty() ? otherwise : String.join(",", values);
    }

    private int print(JsonNode answer) {
        List<String> findings = new ArrayList<>();
        for (JsonNode unit : answer.path("units")) {
            String name = unit.path("unit").asString();
            out.printf("%s: %s decides%n", name, unit.path("authority").asString());
            unit.path("count")
                    .properties()
                    .forEach(store -> out.printf(
                            "  %-10s %12d %s%n",
                            store.getKey(),
                            store.getValue().path("number").asLong(),
                            store.getValue().path("exact").asBoolean()
                                    ? "counted"
                                    : "estimated, counting took too long"));
            out.printf("  set aside  %12d%n", unit.path("setAside").asLong());
            for (JsonNode reference : unit.path("references")) {
                reference
                        .path("orphans")
                        .properties()
                        .forEach(store -> out.printf(
                                "  %s of %s without one of the %s: %s%n",
                                reference.path("column").asString(),
                                store.getKey(),
                                reference.path("parent").asString(),
                                store.getValue().isNull()
                                        ? "not counted in time"
                                        : store.getValue().asString()));
            }
            out.printf(
                    "  keys drawn at random: %d compared, %d differ%n",
                    unit.path("drawn").path("compared").asInt(),
                    unit.path("drawn").path("different").size());
            unit.path("drawn").path("different").forEach(this::printKey);
            unit.path("asked").forEach(this::printKey);
            for (JsonNode read : unit.path("reads")) {
                out.printf(
                        "  read %s, %d times:",
                        read.path("operation").asString(), read.path("reads").asLong());
                read.path("millis")
                        .properties()
                        .forEach(store -> out.printf(
                                "  %s p50 %.3f ms, p99 %.3f ms",
                                store.getKey(),
                                store.getValue().path("p50").asDouble(),
                                store.getValue().path("p99").asDouble()));
                out.println();
            }
            unit.path("findings").forEach(finding -> findings.add(name + ": " + finding.asString()));
        }
        out.println(findings.isEmpty() ? "Nothing differs." : "Found:");
        findings.forEach(finding -> out.println("  " + finding));
        return findings.isEmpty() ? 0 : 1;
    }

    private void printKey(JsonNode key) {
        out.println("  key " + key.path("key").asString() + ": "
                + key.path("seen").asString() + (key.path("fields").isEmpty() ? "" : " in " + key.path("fields")));
    }
}
