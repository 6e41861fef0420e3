package io.crossfade.torture.load;

import java.net.URI;

/** One instance of the service, and a sign-in that may use its API. */
public interface Target {

    URI base();

    String user();

    String password();

    /** Whether requests are to be sent to it; false only while it is known not to answer for long. */
    default boolean awake() {
        return true;
    }
}
