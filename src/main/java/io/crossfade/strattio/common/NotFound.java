package io.crossfade.strattio.common;

/** What was asked for does not exist, or not any more. */
public abstract class NotFound extends RuntimeException {

    private final Id id;

    protected NotFound(String kind, Id id) {
        super("There is no " + kind + " " + id);
        this.id = id;
    }

    public Id id() {
        return id;
    }
}
