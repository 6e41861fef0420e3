package io.crossfade.strattio.web;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.UnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns what goes wrong into problems (RFC 9457). A problem names fields, ids and states; never a value that was sent, and
 * never the text of a driver's exception, which may hold one.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration REPEAT_UNKNOWN_AFTER = Duration.ofSeconds(1);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> badRequest(BadRequestException e) {
        return answer(HttpStatus.BAD_REQUEST, "Bad request", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(UnavailableException e) {
        LOG.warn("Answered 503, nothing written: {}", e.getMessage());
        ProblemDetail problem = problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Unavailable",
                "The store that decides cannot be asked now. Nothing was written; repeat the request later.");
        return retryAfter(problem, e.retryAfter());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unknown(OutcomeUnknownException e) {
        LOG.warn("Answered 503, outcome unknown: {}", e.getMessage());
        ProblemDetail problem = problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Outcome unknown",
                "The write may have been done or not. Read the resource, or repeat the request: a create with the same"
                        + " id, a change, a delete and an order have the same effect when they are done twice.");
        return retryAfter(problem, REPEAT_UNKNOWN_AFTER);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception e) {
        UUID incident = UUID.randomUUID();
        LOG.error("Answered 500, incident {}: {}", incident, Traces.withoutMessages(e));
        ProblemDetail problem = problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Internal error",
                "Something failed that should not. The log tells more about this incident.");
        problem.setProperty("incident", incident);
        return ResponseEntity.of(problem).build();
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem =
                problem(HttpStatus.BAD_REQUEST, "Bad request", Bodies.describe(e.getMostSpecificCause()));
        return handleExceptionInternal(e, problem, headers, HttpStatus.BAD_REQUEST, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem =
                problem(HttpStatus.UNPROCESSABLE_CONTENT, "Unprocessable", "The body's fields do not fit; see errors.");
        problem.setProperty(
                "errors",
                e.getFieldErrors().stream()
                        .map(error -> Map.of("field", error.getField(), "problem", text(error.getDefaultMessage())))
                        .toList());
        return handleExceptionInternal(e, problem, headers, HttpStatus.UNPROCESSABLE_CONTENT, request);
    }

    private static String text(@Nullable String message) {
        return message == null ? "does not fit" : message;
    }

    private static ResponseEntity<ProblemDetail> retryAfter(ProblemDetail problem, Duration after) {
        long seconds = Math.max(1, after.plusMillis(999).toSeconds());
        return ResponseEntity.of(problem)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
                .build();
    }

    private static ResponseEntity<ProblemDetail> answer(HttpStatus status, String title, @Nullable String detail) {
        return ResponseEntity.of(problem(status, title, detail)).build();
    }

    private static ProblemDetail problem(HttpStatus status, String title, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setTitle(title);
        problem.setDetail(detail);
        return problem;
    }
}
