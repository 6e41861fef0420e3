package io.crossfade.strattio.web;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What all operations of the API have in common, and how its description says so. */
public final class Api {

    public static final String ROOT = "/api";
    public static final String LIMIT = "50";

    public static final String REPEATABLE = "May carry an id of the caller's own. Repeated with the same content it"
            + " answers the same resource, 201 again; with other content, 409.";
    public static final String PARTIAL = "A field that is not named stays as it is. Null takes the value away, or back"
            + " to its default. A JSON value is replaced as a whole.";

    private Api() {}

    /** Answers 201 and the address. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(
            responseCode = "201",
            description = "It is there, under the address in Location",
            headers = @Header(name = "Location", description = "the resource's address"))
    public @interface Created {}

    /** Answers with an ETag. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Tagged {}

    /** May answer 404. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface MayBeMissing {}

    /** May answer 409 and 422. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface MayConflict {}

    /** For what has no id of its own to be missed by. */
    public static ResponseStatusException missing(String detail) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, detail);
    }
}
