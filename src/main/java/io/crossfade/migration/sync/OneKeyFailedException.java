package io.crossfade.migration.sync;

/** One key could not be synced, though another of its unit could right after: it is no reason to leave the others alone. */
public final class OneKeyFailedException extends SyncFailedException {

    OneKeyFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
