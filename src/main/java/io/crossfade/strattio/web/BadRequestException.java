package io.crossfade.strattio.web;

/** What was sent cannot be understood. The message is shown to the caller and holds no value that was sent. */
public final class BadRequestException extends RuntimeException {

    public BadRequestException(String message) {
        super(message);
    }
}
