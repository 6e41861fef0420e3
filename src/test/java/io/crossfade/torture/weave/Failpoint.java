package io.crossfade.torture.weave;

/**
 * A step at which an instance may be slow, fail or die.
 *
 * @param name what a campaign counts; a point whose joinpoint is many steps adds the step's name to it
 * @param failure what the joinpoint can throw there; NONE where the step cannot fail at this place
 */
record Failpoint(String name, Place place, Failure failure, Joinpoint joinpoint) {

    enum Place {
        BEFORE,
        /** After it ended well. */
        AFTER
    }

    static Failpoint before(String name, Failure failure, String type, String method, int parameters) {
        return new Failpoint(name, Place.BEFORE, failure, new Joinpoint(type, method, parameters));
    }

    static Failpoint after(String name, Failure failure, String type, String method, int parameters) {
        return new Failpoint(name, Place.AFTER, failure, new Joinpoint(type, method, parameters));
    }

    /** Where several methods would be meant: the one whose first parameter has this type. */
    Failpoint startingWith(String first) {
        return new Failpoint(
                name,
                place,
                failure,
                new Joinpoint(joinpoint.type(), joinpoint.method(), joinpoint.parameters(), first));
    }
}
