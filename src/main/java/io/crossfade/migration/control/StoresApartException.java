package io.crossfade.migration.control;

/** The stores given to this instance do not belong together; it must not act on either, or it serves what nobody else sees. */
final class StoresApartException extends StartRefusedException {

    StoresApartException(String problem, String action) {
        super("The two stores do not belong together: " + problem + ".", action);
    }
}
