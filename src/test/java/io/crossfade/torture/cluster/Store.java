package io.crossfade.torture.cluster;

import java.util.Locale;

/** One of the two databases. */
public enum Store {
    MONGO,
    POSTGRES;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
