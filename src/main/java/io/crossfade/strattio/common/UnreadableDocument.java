package io.crossfade.strattio.common;

/** What was asked for is stored and cannot be read. It would be refused on its way to the other store, too. Never holds the value. */
public final class UnreadableDocument extends RuntimeException {

    private final Unreadable what;

    private UnreadableDocument(Unreadable what, String message) {
        super(message);
        this.what = what;
    }

    /** @param kind one of the unit, as people call it */
    public static UnreadableDocument of(Unreadable what, String kind) {
        return new UnreadableDocument(
                what,
                "The " + kind + " " + what.id() + " holds in its field '" + what.field()
                        + "' no value of that field's kind. Correct it in the store, or by a change that names the field.");
    }

    /** Thrown where the change stands in the store already. */
    UnreadableDocument afterChange() {
        return new UnreadableDocument(what, "The change may have been made, but cannot be shown. " + getMessage());
    }

    public Unreadable what() {
        return what;
    }
}
