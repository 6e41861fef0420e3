package io.crossfade.migration;

import org.jspecify.annotations.Nullable;

/** A write was sent and the answer is missing: it may have happened or not. Reading, or repeating it with the same id, tells. */
public final class OutcomeUnknownException extends RuntimeException {

    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
