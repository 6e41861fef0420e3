package io.crossfade.migration.control;

/** A unit stands in a phase that this version does not know, so it cannot know what it may do with it. */
public final class UnknownPhaseException extends StartRefusedException {

    UnknownPhaseException(String unit, String code) {
        super(
                "Unit '" + unit + "' stands in phase '" + code
                        + "', which this version does not know. A newer version has moved it there.",
                "Start that version or a later one; or, with it, move the unit back to a phase that this version knows.");
    }
}
