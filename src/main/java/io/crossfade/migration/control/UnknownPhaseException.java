package io.crossfade.migration.control;

/** A unit stands in a phase that this version does not know, so it cannot know what it may do with it. */
public final class UnknownPhaseException extends RuntimeException {

    private final String unit;
    private final String code;

    UnknownPhaseException(String unit, String code) {
        super("Unit '" + unit + "' stands in phase '" + code + "', which this version does not know");
        this.unit = unit;
        this.code = code;
    }

    String unit() {
        return unit;
    }

    String code() {
        return code;
    }
}
