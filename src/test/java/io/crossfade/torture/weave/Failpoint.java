package io.crossfade.torture.weave;

/**
 * A step at which an instance may be slow, fail or die.
 *
 * @param name what a campaign counts; a point whose joinpoint is many steps adds the step's name to it
 * @param failure what the joinpoint can throw there; NONE where the step cannot fail at this place
 * @param rare whether it is reached by a move or a chunk, not by every request: there it fires and kills more often
 */
record Failpoint(String name, Place place, Failure failure, boolean rare, Joinpoint joinpoint) {

    enum Place {
        BEFORE,
        /** After it ended well. */
        AFTER
    }

    static Failpoint before(String name, Failure failure, String type, String method, int parameters) {
        return new Failpoint(name, Place.BEFORE, failure, false, new Joinpoint(type, method, parameters));
    }

    static Failpoint after(String name, Failure failure, String type, String method, int parameters) {
        return new Failpoint(name, Place.AFTER, failure, false, new Joinpoint(type, method, parameters));
    }

    /** Where several methods would be meant: the one whose first parameter has this type. */
    Failpoint startingWith(String first) {
        return new Failpoint(
                name,
                place,
                failure,
                rare,
                new Joinpoint(joinpoint.type(), joinpoint.method(), joinpoint.parameters(), first));
    }

    Failpoint asRare() {
        return new Failpoint(name, place, failure, true, joinpoint);
    }
}
