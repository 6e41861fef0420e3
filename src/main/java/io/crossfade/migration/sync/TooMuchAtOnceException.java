package io.crossfade.migration.sync;

/** Several keys hold more than is to be in memory at one time: fewer of them are to be synced together. */
final class TooMuchAtOnceException extends RuntimeException {

    TooMuchAtOnceException() {
        super("The keys hold more than is read at one time");
    }
}
