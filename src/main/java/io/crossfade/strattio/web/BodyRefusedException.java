package io.crossfade.strattio.web;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** A body is larger than this instance reads, ever or now. Thrown where it is read, and nothing has been done yet. */
final class BodyRefusedException extends IOException {

    private final ProblemDetail problem;

    private BodyRefusedException(HttpStatus status, String title, String detail) {
        super(detail);
        problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
    }

    static BodyRefusedException tooLarge(long limit) {
        return new BodyRefusedException(
                HttpStatus.CONTENT_TOO_LARGE,
                "Too large",
                "The body has more than " + limit + " bytes. Nothing was done.");
    }

    static BodyRefusedException tooManyValues() {
        return new BodyRefusedException(
                HttpStatus.CONTENT_TOO_LARGE,
                "Too large",
                "The body holds more values than this instance's memory has room for. Nothing was done.");
    }

    static BodyRefusedException tooMuchAtOnce() {
        return new BodyRefusedException(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Unavailable",
                "Other large bodies are being worked on. Nothing was done; repeat the request later.");
    }

    /** The one behind a failure to read a body, if there is one. */
    static @Nullable BodyRefusedException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyRefusedException refused) {
                return refused;
            }
        }
        return null;
    }

    ProblemDetail problem() {
        return problem;
    }

    boolean mayBeRepeated() {
        return problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value();
    }
}
