package io.crossfade.migration.control;

/** The target, or what is set of it, does not let this instance work. */
final class TargetMisconfiguredException extends RuntimeException {

    private final String action;

    TargetMisconfiguredException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
