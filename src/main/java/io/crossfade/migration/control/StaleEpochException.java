package io.crossfade.migration.control;

/** Somebody else changed the unit first. Look again before deciding again. */
public final class StaleEpochException extends RuntimeException {

    StaleEpochException(String unit, long expected, long found) {
        super("Unit '" + unit + "' stands at epoch " + found + ", not " + expected + ": look at it and decide again");
    }
}
