package io.crossfade.benchmark;

import io.crossfade.strattio.common.Id;
import java.util.stream.Stream;

/** What calls are about. */
final class Keys {

    private static final int COUNT = 256;

    private Keys() {}

    /** A power of two of them. */
    static String[] some() {
        return Stream.generate(() -> Id.next().text()).limit(COUNT).toArray(String[]::new);
    }
}
