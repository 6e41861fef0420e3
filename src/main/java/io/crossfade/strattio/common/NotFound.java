package io.crossfade.strattio.common;

/** What was asked for does not exist, or not any more. */
public final class NotFound extends RuntimeException {

    private final Id id;

    private NotFound(String kind, Id id) {
        super("There is no " + kind + " " + id);
        this.id = id;
    }

    /** @param kind the aggregate, as people call it: "user" */
    public static NotFound of(String kind, Id id) {
        return new NotFound(kind, id);
    }

    public Id id() {
        return id;
    }
}
