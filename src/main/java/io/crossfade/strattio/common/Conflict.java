package io.crossfade.strattio.common;

/** What was asked for contradicts what is stored; nothing was changed. */
public abstract class Conflict extends RuntimeException {

    protected Conflict(String message) {
        super(message);
    }
}
