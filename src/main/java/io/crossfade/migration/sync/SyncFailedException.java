package io.crossfade.migration.sync;

/** Keys could not be synced now: a store is away, too slow, or contended. Nothing is wrong with the data; try again. */
public final class SyncFailedException extends RuntimeException {

    public SyncFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
