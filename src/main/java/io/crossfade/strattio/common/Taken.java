package io.crossfade.strattio.common;

/** What it must not share with another belongs to another: an address, a place, a version. Never tells the value. */
public final class Taken extends Conflict {

    private Taken(String message) {
        super(message);
    }

    /** @param what with what it was wanted for, in words: "The version wanted for research pack 665f… is taken" */
    public static Taken of(String what) {
        return new Taken(what);
    }
}
