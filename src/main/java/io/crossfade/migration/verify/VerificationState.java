package io.crossfade.migration.verify;

import java.util.Locale;

/** Where a run of the verification stands. */
public enum VerificationState {
    /** There never was one. */
    NONE,
    RUNNING,
    PAUSED,
    CANCELLED,
    /** The service ended while it ran. It can be resumed. */
    INTERRUPTED,
    FAILED,
    FINISHED;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static VerificationState ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
