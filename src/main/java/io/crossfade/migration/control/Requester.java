package io.crossfade.migration.control;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for something.
 *
 * @param name a user's, or the name of the part of the engine that acts by itself
 * @param address where the request came from; null if it came from no network
 */
public record Requester(String name, @Nullable String address) {

    /** One who asked over no network, or a part of the engine that acts by itself. */
    public static Requester named(String name) {
        return new Requester(name, null);
    }

    /** As a log names it. */
    @Override
    public String toString() {
        return address == null ? name : name + " at " + address;
    }
}
