package io.crossfade.strattio.common;

import org.jspecify.annotations.Nullable;

/** A value that one of the stores could not keep, or that means nothing. Raised before any store is touched; never holds the value. */
public final class InvalidValue extends RuntimeException {

    private final String field;
    private final String problem;

    public InvalidValue(String field, String problem) {
        this(field, problem, null);
    }

    InvalidValue(String field, String problem, @Nullable Throwable cause) {
        super(field + " " + problem, cause);
        this.field = field;
        this.problem = problem;
    }

    /** The field as the API names it. */
    public String field() {
        return field;
    }

    /** What is wrong, as the end of a sentence that begins with the field: "must have at most 255 characters". */
    public String problem() {
        return problem;
    }
}
