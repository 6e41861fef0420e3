package io.crossfade.strattio.web;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Gives every problem (RFC 9457) a type and the address at which it arose, those of the actuator too. */
@RestControllerAdvice
class ProblemForm implements ResponseBodyAdvice<Object> {

    private static final String TYPES = "urn:strattio:problem:";
    private static final String BLANK = "about:blank";

    /** The type is the title's, unless it has another. */
    static ProblemDetail complete(ProblemDetail problem, String path) {
        if (problem.getType() == null || problem.getType().toString().equals(BLANK)) {
            String title =
                    Objects.requireNonNullElseGet(problem.getTitle(), () -> HttpStatus.valueOf(problem.getStatus())
                            .getReasonPhrase());
            problem.setType(type(title));
        }
        problem.setInstance(URI.create(path));
        return problem;
    }

    static URI type(String title) {
        return URI.create(TYPES + title.toLowerCase(Locale.ROOT).replace(' ', '-'));
    }

    @Override
    public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter method,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        String path = request.getURI().getRawPath();
        if (body instanceof ProblemDetail problem) {
            return complete(problem, path);
        }
        if (body instanceof Map<?, ?> problem && MediaType.APPLICATION_PROBLEM_JSON.equalsTypeAndSubtype(type)) {
            Map<String, Object> actuators = (Map<String, Object>) problem;
            actuators.put("instance", path);
            if (BLANK.equals(actuators.get("type"))) {
                actuators.put("type", type(String.valueOf(actuators.get("title"))));
            }
        }
        return body;
    }
}
