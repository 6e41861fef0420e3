package io.crossfade.strattio.common;

/** What was to be changed is in another state than the caller expects; nothing was written. */
public final class Stale extends RuntimeException {

    private Stale(String message) {
        super(message);
    }

    /** @param kind the aggregate, as people call it: "user" */
    static Stale of(String kind, Id id) {
        return new Stale("The " + kind + " " + id + " is not as it was when it was read, and nothing was written;"
                + " read it again, and send what is still to be done with the ETag that it has then");
    }
}
