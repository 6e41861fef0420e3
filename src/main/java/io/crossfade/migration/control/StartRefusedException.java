package io.crossfade.migration.control;

/** An instance must not start as things are. Its message says why. */
abstract class StartRefusedException extends RuntimeException {

    private final String action;

    /** @param action what to do about it */
    StartRefusedException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
