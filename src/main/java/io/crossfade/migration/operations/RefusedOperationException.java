package io.crossfade.migration.operations;

import org.jspecify.annotations.Nullable;

/** What was asked for cannot be done as things stand; nothing was changed. */
final class RefusedOperationException extends RuntimeException {

    RefusedOperationException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
