package io.crossfade.migration.operations;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.actuate.endpoint.web.AbstractWebMvcEndpointHandlerMapping;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the fields of an operation's body as they were sent. Spring Boot gives an operation all of them as texts, whether they were
 * texts, numbers or booleans, and of a field that stands twice the last.
 */
@RestControllerAdvice
final class OperationBody extends RequestBodyAdviceAdapter {

    private static final String FIELDS = OperationBody.class.getName();

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What was sent in the body of the present request: texts, booleans, numbers, null; nothing if there was no body. */
    static Map<String, @Nullable Object> fields() {
        RequestAttributes request = RequestContextHolder.currentRequestAttributes();
        return request.getAttribute(FIELDS, RequestAttributes.SCOPE_REQUEST) instanceof Fields fields
                ? fields.byName
                : Map.of();
    }

    private record Fields(Map<String, @Nullable Object> byName) {}

    @Override
    public boolean supports(
            MethodParameter parameter, Type target, Class<? extends HttpMessageConverter<?>> converterType) {
        return parameter.getContainingClass().getEnclosingClass() == AbstractWebMvcEndpointHandlerMapping.class;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage message,
            MethodParameter parameter,
            Type target,
            Class<? extends HttpMessageConverter<?>> converterType)
            throws IOException {
        byte[] sent = message.getBody().readAllBytes();
        RequestContextHolder.currentRequestAttributes()
                .setAttribute(FIELDS, parse(sent), RequestAttributes.SCOPE_REQUEST);
        return new HttpInputMessage() {
            @Override
            public InputStream getBody() {
                return new ByteArrayInputStream(sent);
            }

            @Override
            public HttpHeaders getHeaders() {
                return message.getHeaders();
            }
        };
    }

    private static Fields parse(byte[] sent) {
        JsonNode body;
        try {
            body = STRICT.readTree(sent);
        } catch (JacksonException malformed) {
            throw refused("The body is no JSON object, or names a field twice"
                    + (malformed.getLocation() == null
                            ? ""
                            : " (line " + malformed.getLocation().getLineNr() + ", column "
                                    + malformed.getLocation().getColumnNr() + ")"));
        }
        if (!body.isObject()) {
            throw refused("The body must be a JSON object");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        body.properties().forEach(field -> fields.put(field.getKey(), value(field.getKey(), field.getValue())));
        return new Fields(fields);
    }

    private static @Nullable Object value(String name, JsonNode value) {
        if (value.isContainer()) {
            throw refused("'" + name + "' must be a text, a number or a boolean, not "
                    + (value.isArray() ? "a list" : "an object"));
        }
        if (value.isNumber()) {
            return value.isIntegralNumber() ? value.bigIntegerValue() : value.decimalValue();
        }
        return value.isBoolean() ? (Object) value.booleanValue() : value.isNull() ? null : value.stringValue();
    }

    private static ResponseStatusException refused(String detail) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
    }
}
