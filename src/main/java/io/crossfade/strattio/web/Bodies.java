package io.crossfade.strattio.web;

import io.crossfade.strattio.common.Coded;
import io.crossfade.strattio.common.InvalidValue;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
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

    /** What a type of ours found wrong while the body was read; null if nothing of the kind happened. */
    static @Nullable InvalidValue invalid(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValue invalid) {
                return named(failure, invalid);
            }
            if (cause instanceof InvalidFormatException format
                    && Coded.class.isAssignableFrom(format.getTargetType())
                    && format.getTargetType().isEnum()) {
                return new InvalidValue(path(format), "must be one of " + codes(format.getTargetType()));
            }
        }
        return null;
    }

    private static InvalidValue named(Throwable failure, InvalidValue invalid) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException jackson && !jackson.getPath().isEmpty()) {
                return new InvalidValue(path(jackson), invalid.problem());
            }
        }
        return invalid;
    }

    private static String codes(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Coded) constant).code())
                .collect(Collectors.joining(", "));
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("."));
    }
}
