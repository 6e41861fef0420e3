package io.crossfade.embedded.mongo;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.io.Serial;
import java.util.List;

/** A command that fails as a whole, with MongoDB's code and the error labels that tell a driver what it may do. */
class CommandFailure extends MongoServerError {

    @Serial
    private static final long serialVersionUID = 1L;

    private final List<String> labels;

    CommandFailure(int code, String codeName, String message) {
        this(code, codeName, message, List.of());
    }

    CommandFailure(int code, String codeName, String message, List<String> labels) {
        super(code, codeName, message);
        this.labels = List.copyOf(labels);
    }

    List<String> labels() {
        return labels;
    }

    static CommandFailure badValue(String message) {
        return new CommandFailure(2, "BadValue", message);
    }

    static CommandFailure invalidOptions(String message) {
        return new CommandFailure(72, "InvalidOptions", message);
    }

    static CommandFailure repeatedField(String name) {
        return new CommandFailure(40413, "Location40413", "BSON field '" + name + "' is a duplicate field");
    }

    /** @param path of the field, beginning with the command's name */
    static CommandFailure unknownField(String path) {
        return new CommandFailure(40415, "Location40415", "BSON field '" + path + "' is an unknown field.");
    }

    static CommandFailure unsupported(String what) {
        return new CommandFailure(
                238,
                "NotImplemented",
                what + " is not supported by the embedded MongoDB; set SPRING_MONGODB_URI to use a real one");
    }
}
