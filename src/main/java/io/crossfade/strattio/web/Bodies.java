package io.crossfade.strattio.web;

import io.crossfade.strattio.common.Coded;
import io.crossfade.strattio.common.InvalidValue;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a body by the names of its fields, without any of its values. */
final class Bodies {

    private Bodies() {}

    static String describe(HttpMessageNotReadableException failure) {
        if (!(failure.getMostSpecificCause() instanceof JacksonException cause)) {
            return "The body is missing or cannot be read.";
        }
        if (cause instanceof StreamConstraintsException) {
            return "The body is nested too deeply, or holds a name or a number that is too long.";
        }
        if (isNoJson(cause)) {
            return "The body is no JSON: see line " + cause.getLocation().getLineNr() + ", column "
                    + cause.getLocation().getColumnNr() + ".";
        }
        String field = field(failure);
        if (cause instanceof UnrecognizedPropertyException) {
            return "There is no field '" + field + "' here.";
        }
        return field.isEmpty()
                ? "The body is of the wrong kind."
                : "The field '" + field + "' has a value of the wrong kind.";
    }

    /** A number that is too large is JSON all the same. */
    private static boolean isNoJson(JacksonException cause) {
        return (cause instanceof StreamReadException && !(cause instanceof InputCoercionException))
                || (cause.processor() instanceof JsonParser parser && isBehindAValue(parser.streamReadContext()));
    }

    private static boolean isBehindAValue(TokenStreamContext context) {
        TokenStreamContext root = context;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCurrentIndex() > 0;
    }

    /** As one of the causes names it; else where the parser stands. Empty for the body itself. */
    private static String field(Throwable failure) {
        String read = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException jackson) {
                if (!jackson.getPath().isEmpty()) {
                    return path(jackson);
                }
                if (jackson.processor() instanceof JsonParser parser) {
                    read = parser.streamReadContext()
                            .pathAsPointer()
                            .toString()
                            .replaceFirst("^/", "")
                            .replace('/', '.');
                }
            }
        }
        return read;
    }

    /** What a type of ours found wrong while the body was read; null if nothing of the kind happened. */
    static @Nullable InvalidValue invalid(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValue invalid) {
                return named(failure, invalid);
            }
            if (cause instanceof InvalidFormatException format
                    && format.getValue() instanceof String
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
