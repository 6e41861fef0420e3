package io.crossfade.torture.load;

/**
 * An entity that the load writes to, whether it is there or not.
 *
 * @param group what it is checked with
 * @param parent the id of what it belongs to; empty for a user
 * @param place a section's, among those of its plan
 */
record Entity(Kind kind, String id, String group, String parent, int place) {

    /** One that is checked by itself. */
    static Entity alone(Kind kind, String id, String parent, int place) {
        return new Entity(kind, id, kind.collection() + "/" + id, parent, place);
    }

    String key() {
        return kind.collection() + "/" + id;
    }

    String list(Kind children) {
        return key() + "/" + children.collection();
    }
}
