package io.crossfade.migration.control;

/** The target, or what is set of it, does not let this instance work. */
final class TargetMisconfiguredException extends StartRefusedException {

    TargetMisconfiguredException(String description, String action) {
        super(description, action);
    }
}
