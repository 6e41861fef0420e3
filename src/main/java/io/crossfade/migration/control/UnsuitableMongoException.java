package io.crossfade.migration.control;

/** The MongoDB that the connection string names answers, and is none that the engine can keep its promises with. */
final class UnsuitableMongoException extends RuntimeException {

    private final String action;

    UnsuitableMongoException(String description, String action) {
        super(description);
        this.action = action;
    }

    /** What to do about it. */
    String action() {
        return action;
    }
}
