package io.crossfade.migration.control;

/** The stores given to this instance do not belong together; it must not act on either. */
final class StoresApartException extends RuntimeException {

    private final String action;

    StoresApartException(String problem, String action) {
        super("The two stores do not belong together: " + problem);
        this.action = action;
    }

    String action() {
        return action;
    }
}
