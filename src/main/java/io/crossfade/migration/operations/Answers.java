package io.crossfade.migration.operations;

import io.crossfade.migration.UnavailableException;
import io.crossfade.migration.UnknownUnitException;
import io.crossfade.migration.control.MongoFailures;
import io.crossfade.migration.control.PostgresFailures;
import io.crossfade.migration.sync.SyncFailedException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpStatus;
import org.springframework.util.MimeType;

/** What came of an operation, as a status and a body; what went wrong, as a problem (RFC 9457). */
final class Answers {

    private static final MimeType PROBLEM = MimeType.valueOf("application/problem+json");

    private Answers() {}

    /** Something an operator asked for. */
    interface Question {
        Object ask() throws SQLException;
    }

    /** The question's answer; its exceptions by what they mean. */
    static WebEndpointResponse<Object> to(Question question) {
        try {
            return new WebEndpointResponse<>(question.ask());
        } catch (UnknownUnitException | NotFoundException e) {
            return problem(HttpStatus.NOT_FOUND, e.getMessage(), Map.of());
        } catch (RefusedOperationException e) {
            return problem(HttpStatus.CONFLICT, e.getMessage(), Map.of());
        } catch (IllegalArgumentException e) {
            return problem(HttpStatus.BAD_REQUEST, e.getMessage(), Map.of());
        } catch (SyncFailedException e) {
            return problem(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage(), Map.of());
        } catch (UnavailableException e) {
            return problem(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage(), Map.of());
        } catch (UnauditedException e) {
            return new WebEndpointResponse<>(OperationResponseBody.of(
                    Map.of("done", true, "audited", false, "detail", String.valueOf(e.getMessage()))));
        } catch (UntoldException e) {
            return new WebEndpointResponse<>(
                    OperationResponseBody.of(Map.of("done", true, "detail", String.valueOf(e.getMessage()))));
        } catch (SQLException e) {
            return problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "PostgreSQL could not be asked (" + PostgresFailures.reason(e)
                            + "); look whether it is up, and repeat.",
                    Map.of());
        } catch (RuntimeException e) {
            String source = MongoFailures.summary(e);
            if (source == null) {
                throw e;
            }
            return problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "MongoDB failed (" + source + "), and what was asked for may have been done or not;"
                            + " look whether it is up, and repeat.",
                    Map.of());
        }
    }

    static WebEndpointResponse<Object> problem(HttpStatus status, @Nullable String detail, Map<String, ?> more) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail == null ? "" : detail);
        problem.putAll(more);
        return new WebEndpointResponse<>(OperationResponseBody.of(problem), status.value(), PROBLEM);
    }
}
