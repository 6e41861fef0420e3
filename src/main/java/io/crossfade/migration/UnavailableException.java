package io.crossfade.migration;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The store that decides cannot be asked now. Nothing was written; the call may be repeated after {@link #retryAfter()}. */
public final class UnavailableException extends RuntimeException {

    private final Duration retryAfter;

    public UnavailableException(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
