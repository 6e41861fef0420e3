package io.crossfade.migration;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What people call the two stores, and so the phases: with MONGO and POSTGRES, {@link Phase#SOURCE} reads MONGO,
 * {@link Phase#TARGET} POSTGRES and {@link Phase#SOURCE_REMOVED} MONGO_REMOVED.
 */
public record StoreNames(String source, String target) {

    public String of(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    public String of(Phase phase) {
        return switch (phase) {
            case SOURCE -> source;
            case TARGET -> target;
            case SOURCE_REMOVED -> source + "_REMOVED";
            default -> phase.name();
        };
    }

    /** @throws IllegalArgumentException naming the phases there are, if none is called that */
    public Phase phase(String name) {
        String wanted = name.strip().toUpperCase(Locale.ROOT);
        return Arrays.stream(Phase.values())
                .filter(phase -> of(phase).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no phase; the phases are "
                        + Arrays.stream(Phase.values()).map(this::of).collect(Collectors.joining(", "))));
    }
}
