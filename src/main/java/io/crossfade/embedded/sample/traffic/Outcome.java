package io.crossfade.embedded.sample.traffic;

/** What a request came to, as far as its sender can tell. */
public enum Outcome {
    /** 2xx: it happened. */
    DONE,
    /** 404. */
    MISSING,
    /** Another 4xx: nothing happened. */
    REFUSED,
    /** 503, and the service says that nothing was written. */
    UNAVAILABLE,
    /** 503 that leaves it open, or the answer never came: it may have happened. */
    UNKNOWN,
    /** Nobody listens: nothing was sent. */
    UNREACHABLE,
    /** Anything else, such as 500: it may have happened, and should not. */
    WRONG;

    static Outcome of(int status, String title) {
        if (status >= 200 && status < 300) {
            return DONE;
        }
        if (status == 503) {
            return title.equals("Unavailable") ? UNAVAILABLE : UNKNOWN;
        }
        if (status == 404) {
            return MISSING;
        }
        return status >= 400 && status < 500 && status != 401 && status != 403 ? REFUSED : WRONG;
    }

    /** Whether a store that is away, or a service that is being restarted, explains it. */
    public boolean outage() {
        return this == UNAVAILABLE || this == UNKNOWN || this == UNREACHABLE;
    }
}
