package io.crossfade.migration;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The store that decides cannot be asked now. Nothing was written; the call may be repeated after {@link #retryAfter()}. */
public final class UnavailableException extends RuntimeException {

    private final String reason;
    private final Duration retryAfter;

    public UnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
        this(message, "", retryAfter, cause);
    }

    /** @param reason which store, and why it cannot be asked, for whoever made the request; no value */
    public UnavailableException(String message, String reason, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** Empty if none is known. */
    public String reason() {
        return reason;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
