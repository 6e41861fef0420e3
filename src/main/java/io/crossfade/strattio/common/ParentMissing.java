package io.crossfade.strattio.common;

/** A reference names something that does not exist; nothing was stored. */
public final class ParentMissing extends RuntimeException {

    private final String field;

    private ParentMissing(String field, String message) {
        super(message);
        this.field = field;
    }

    /** @param kind the missing aggregate, as people call it; {@code field} the reference to it */
    public static ParentMissing of(String field, String kind, Id id) {
        return new ParentMissing(field, field + " names " + kind + " " + id + ", which does not exist");
    }

    /** @throws ParentMissing if there is no such parent, be it readable or not */
    public static void unlessIn(AggregateRepository<?, ?> parents, String field, String kind, Id id) {
        if (!References.exists(() -> parents.find(id))) {
            throw of(field, kind, id);
        }
    }

    /** The reference, as the API names it: "userId". */
    public String field() {
        return field;
    }
}
