package io.crossfade.migration.operations;

/** What was asked about does not exist. */
final class NotFoundException extends RuntimeException {

    NotFoundException(String message) {
        super(message);
    }
}
