package io.crossfade.migration.sync;

/** Keys could not be synced now: a store is away, too slow, or contended. Nothing is known to be wrong with the data; try again. */
public sealed class SyncFailedException extends RuntimeException permits OneKeyFailedException {

    public SyncFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
