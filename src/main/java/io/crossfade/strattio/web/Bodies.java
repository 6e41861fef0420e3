package io.crossfade.strattio.web;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a body by the names of its fields, without any of its values. */
final class Bodies {

    private Bodies() {}

    static String describe(Throwable cause) {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return "There is no field '" + path(unknown) + "' here.";
        }
        if (cause instanceof StreamReadException syntax) {
            return "The body is no JSON: see line " + syntax.getLocation().getLineNr() + ", column "
                    + syntax.getLocation().getColumnNr() + ".";
        }
        if (cause instanceof DatabindException mismatch && !mismatch.getPath().isEmpty()) {
            return "The field '" + path(mismatch) + "' has a value of the wrong kind.";
        }
        return cause instanceof JacksonException
                ? "The body is of the wrong kind."
                : "The body is missing or cannot be read.";
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("."));
    }
}
