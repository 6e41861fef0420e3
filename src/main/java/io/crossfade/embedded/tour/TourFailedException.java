package io.crossfade.embedded.tour;

/** The migration did not go as it should; says where it stands still. */
public final class TourFailedException extends Exception {

    public TourFailedException(String message) {
        super(message);
    }
}
