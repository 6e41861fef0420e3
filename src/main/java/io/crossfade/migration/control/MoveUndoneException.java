package io.crossfade.migration.control;

/** A move could not be completed and was undone: the unit stands as it stood before. */
final class MoveUndoneException extends RuntimeException {

    MoveUndoneException(String message) {
        super(message);
    }
}
