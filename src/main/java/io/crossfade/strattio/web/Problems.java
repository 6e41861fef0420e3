package io.crossfade.strattio.web;

import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.UnavailableException;
import io.crossfade.strattio.common.Conflict;
import io.crossfade.strattio.common.InvalidValue;
import io.crossfade.strattio.common.NotFound;
import io.crossfade.strattio.common.ParentMissing;
import io.crossfade.strattio.common.Stale;
import io.crossfade.strattio.common.UnreadableDocument;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
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
    private static final Set<String> PARAMETERS = Set.of("limit", "after");
    private static final Duration REPEAT_UNKNOWN_AFTER = Duration.ofSeconds(1);

    private final Unreadables unreadables;

    Problems(Unreadables unreadables) {
        this.unreadables = unreadables;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalid(InvalidValue e) {
        if (PARAMETERS.contains(e.field())) {
            return answer(HttpStatus.BAD_REQUEST, "Bad request", "'" + e.field() + "' " + e.problem() + ".");
        }
        return ResponseEntity.of(unprocessable(e)).build();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> missing(NotFound e) {
        return answer(HttpStatus.NOT_FOUND, "Not found", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> parentMissing(ParentMissing e) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "Unprocessable", e.getMessage());
        problem.setProperty("field", e.field());
        return ResponseEntity.of(problem).build();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> conflict(Conflict e) {
        return answer(HttpStatus.CONFLICT, "Conflict", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> stale(Stale e) {
        return answer(HttpStatus.PRECONDITION_FAILED, "Precondition failed", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(UnreadableDocument e) {
        unreadables.saw(e.what());
        ProblemDetail problem = problem(HttpStatus.CONFLICT, "Unreadable", e.getMessage());
        problem.setProperty("unit", e.what().unit());
        problem.setProperty("id", e.what().id());
        problem.setProperty("field", e.what().field());
        return ResponseEntity.of(problem).build();
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(UnavailableException e) {
        LOG.warn("Answered 503, nothing written: {}", e.getMessage());
        ProblemDetail problem = problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Unavailable",
                "The store that decides cannot be asked now. Nothing was written; repeat the request later.");
        if (!e.reason().isEmpty()) {
            problem.setProperty("reason", e.reason());
        }
        return retryAfter(problem, e.retryAfter());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unknown(OutcomeUnknownException e) {
        LOG.warn("Answered 503, outcome unknown: {}", e.getMessage());
        ProblemDetail problem = problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Outcome unknown",
                "The write may have been done or not. Read the resource, or repeat the request: a create with the same"
                        + " id, a change, a delete and an order have the same effect when they are done twice. With If-Match, read it"
                        + " again first: its ETag may be another one now.");
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
        BodyRefusedException refused = BodyRefusedException.in(e);
        if (refused != null) {
            if (refused.mayBeRepeated()) {
                headers.set(HttpHeaders.RETRY_AFTER, "1");
            }
            return handleExceptionInternal(
                    e,
                    refused.problem(),
                    headers,
                    HttpStatus.valueOf(refused.problem().getStatus()),
                    request);
        }
        InvalidValue invalid = Bodies.invalid(e);
        ProblemDetail problem = invalid == null
                ? problem(HttpStatus.BAD_REQUEST, "Bad request", Bodies.describe(e))
                : unprocessable(invalid);
        return handleExceptionInternal(e, problem, headers, HttpStatus.valueOf(problem.getStatus()), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        InvalidValue invalid = Bodies.invalid(e);
        String name = e.getPropertyName() == null ? "a value" : "'" + e.getPropertyName() + "'";
        String detail =
                "In the address, " + name + " " + (invalid == null ? "is of the wrong kind" : invalid.problem()) + ".";
        return handleExceptionInternal(
                e, problem(HttpStatus.BAD_REQUEST, "Bad request", detail), headers, HttpStatus.BAD_REQUEST, request);
    }

    private static ProblemDetail unprocessable(InvalidValue e) {
        ProblemDetail problem =
                problem(HttpStatus.UNPROCESSABLE_CONTENT, "Unprocessable", "'" + e.field() + "' " + e.problem() + ".");
        problem.setProperty("field", e.field());
        return problem;
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
