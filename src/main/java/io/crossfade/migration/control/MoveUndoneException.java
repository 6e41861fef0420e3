package io.crossfade.migration.control;

/** A move could not be completed and was undone: the unit stands as it stood before. */
public final class MoveUndoneException extends RuntimeException {

    /** @param message why, and what to do */
    public MoveUndoneException(String message) {
        super(message);
    }
}
