package io.crossfade.strattio.common;

/** A stored value is none that its field can have; it would be refused on its way to the other store, too. Never holds the value. */
public final class UnreadableDocument extends IllegalStateException {

    private UnreadableDocument(String message) {
        super(message);
    }

    public static UnreadableDocument of(String kind, String id, String field) {
        return new UnreadableDocument("The " + kind + " " + id + " holds in its field '" + field
                + "' no value of that field's type; correct it in the store");
    }
}
