package io.crossfade.migration.operations;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Refuses whatever an operation of ours does not know, before it begins: fields that it has not, values of another type, texts that
 * no audit could keep, a change for which no reason is given. Spring Boot drops the first, converts the second, and lets a field
 * take the place of a part of the path.
 */
final class KnownArguments implements OperationInvokerAdvisor {

    static final Set<String> ENDPOINTS = Set.of(
            "migration", "instances", "backfill", "verification", "check", "quarantine", "migrationaudit", "moves");

    private static final String REASON = "reason";
    private static final String DRY_RUN = "dryRun";

    @Override
    public OperationInvoker apply(
            EndpointId endpoint, OperationType type, OperationParameters parameters, OperationInvoker invoker) {
        if (!ENDPOINTS.contains(endpoint.toString())) {
            return invoker;
        }
        return context -> {
            check(type, parameters, context);
            return invoker.invoke(context);
        };
    }

    private static void check(OperationType type, OperationParameters parameters, InvocationContext context) {
        List<String> path = new ArrayList<>();
        Map<String, OperationParameter> known = new LinkedHashMap<>();
        for (OperationParameter parameter : parameters) {
            if (parameter.getAnnotation(Selector.class) != null) {
                path.add(parameter.getName());
            } else if (!context.canResolve(parameter.getType())) {
                known.put(parameter.getName(), parameter);
            }
        }
        for (String part : path) {
            if (context.getArguments().get(part) instanceof String text) {
                Text.require(part, text);
            }
        }
        Map<String, @Nullable Object> given = given(type, context, path);
        given.forEach((name, value) -> require(name, value, known));
        for (OperationParameter parameter : known.values()) {
            boolean reason = parameter.getName().equals(REASON)
                    && type != OperationType.READ
                    && !Boolean.TRUE.equals(given.get(DRY_RUN));
            if ((reason || parameter.isMandatory()) && !given.containsKey(parameter.getName())) {
                throw refused(
                        "'" + parameter.getName() + "' is missing"
                                + (reason ? ": say why, it is written to the audit" : ""),
                        known.keySet());
            }
        }
    }

    /** A POST takes its fields in the body, all others in the query; JMX gives null for what is not given. */
    private static Map<String, @Nullable Object> given(
            OperationType type, InvocationContext context, List<String> path) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>(context.getArguments());
        path.forEach(given::remove);
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes web)) {
            given.values().removeIf(value -> value == null);
            return given;
        }
        Map<String, String[]> query = web.getRequest().getParameterMap();
        Map<String, @Nullable Object> body = OperationBody.fields();
        if (type == OperationType.WRITE) {
            if (!query.isEmpty()) {
                throw refused("A POST takes its fields in the body, none in the query", query.keySet());
            }
            given.putAll(body);
        } else {
            if (!body.isEmpty()) {
                throw refused("Here fields are given in the query, none in a body", body.keySet());
            }
            query.forEach((name, values) -> given.put(name, values.length == 1 ? asSent(values[0]) : values));
        }
        return given;
    }

    /** A query has no types: what reads as a number or a boolean may be one. */
    private record Untyped(String text) {}

    private static Object asSent(String text) {
        return new Untyped(text);
    }

    private static void require(String name, @Nullable Object value, Map<String, OperationParameter> known) {
        OperationParameter field = known.get(name);
        if (field == null) {
            throw refused("'" + Text.shown(name) + "' is not known here", known.keySet());
        }
        Class<?> type = field.getType();
        if (type == Boolean.class) {
            boolean fits = value instanceof Untyped sent
                    ? sent.text.equals("true") || sent.text.equals("false")
                    : value instanceof Boolean;
            mustBe(fits, name, "true or false", value, known);
        } else if (type == Long.class || type == Integer.class) {
            mustBe(isWhole(value, type == Long.class ? 63 : 31), name, "a whole number", value, known);
        } else {
            Object text = value instanceof Untyped sent ? sent.text : value;
            mustBe(text instanceof String, name, "a text", value, known);
            Text.require(name, String.valueOf(text));
        }
    }

    private static boolean isWhole(@Nullable Object value, int bits) {
        return switch (value) {
            case Untyped sent -> sent.text.matches("-?[0-9]{1,19}") && new BigInteger(sent.text).bitLength() <= bits;
            case BigInteger number -> number.bitLength() <= bits;
            case Long number -> true;
            case Integer number -> true;
            case null -> false;
            default -> false;
        };
    }

    private static void mustBe(
            boolean fits, String name, String what, @Nullable Object value, Map<String, OperationParameter> known) {
        if (!fits) {
            String sent =
                    switch (value) {
                        case null -> "null; leave it out or give one";
                        case Boolean bool -> "a boolean";
                        case BigInteger whole -> "a number";
                        case Number number -> "a number of another kind";
                        case String text -> "a text";
                        case String[] several -> "several";
                        default -> "what was sent";
                    };
            throw refused("'" + name + "' must be " + what + ", not " + sent, known.keySet());
        }
    }

    private static InvalidEndpointRequestException refused(String what, Set<String> known) {
        String message = what + ". Known are: " + (known.isEmpty() ? "none" : String.join(", ", known));
        return new InvalidEndpointRequestException(message, message);
    }
}
