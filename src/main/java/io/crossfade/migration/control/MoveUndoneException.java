package io.crossfade.migration.control;

/** A move could not be completed and was undone: the unit stands as it stood before. */
final class MoveUndoneException extends Exception {

    MoveUndoneException(String message) {
        super(message);
    }
}
