package io.crossfade.migration.control;

/** The MongoDB that the connection string names answers, and is none that the engine can keep its promises with. */
final class UnsuitableMongoException extends StartRefusedException {

    UnsuitableMongoException(String description, String action) {
        super(description, action);
    }
}
