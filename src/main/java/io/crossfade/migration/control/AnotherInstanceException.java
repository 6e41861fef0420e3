package io.crossfade.migration.control;

/** The service runs already on these databases, and this version runs as one instance only. */
public final class AnotherInstanceException extends RuntimeException {

    AnotherInstanceException() {
        super("Another instance of the service runs on these databases");
    }
}
