package io.crossfade.strattio.common;

/** A create carried the id of something stored with other content. */
public final class AlreadyExists extends Conflict {

    private final Id id;

    private AlreadyExists(String kind, Id id) {
        super("A " + kind + " " + id + " exists with other content; update it, or create with a new id");
        this.id = id;
    }

    /** @param kind the aggregate, as people call it: "user" */
    public static AlreadyExists withId(String kind, Id id) {
        return new AlreadyExists(kind, id);
    }

    /** What is stored under the id, if a create of the given repeats the one that stored it. @throws AlreadyExists if not */
    static <T extends Aggregate<T>> T unlessRepeated(String kind, T given, T stored) {
        if (given.repeats(stored)) {
            return stored;
        }
        throw withId(kind, given.id());
    }

    public Id id() {
        return id;
    }
}
