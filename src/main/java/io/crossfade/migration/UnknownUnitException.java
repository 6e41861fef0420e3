package io.crossfade.migration;

import java.util.Collection;

/** No unit has that name. */
public final class UnknownUnitException extends RuntimeException {

    UnknownUnitException(String name, Collection<String> known) {
        super("There is no unit '" + name + "'; the units are " + String.join(", ", known));
    }
}
