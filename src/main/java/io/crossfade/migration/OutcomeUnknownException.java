package io.crossfade.migration;

/** A write was sent and the answer is missing: it may have happened or not. Reading, or repeating it with the same id, tells. */
public final class OutcomeUnknownException extends RuntimeException {

    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
