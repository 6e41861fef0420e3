package io.crossfade.migration;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What people call the two stores, and so the phases: with MONGO and POSTGRES, {@link Phase#SOURCE} reads MONGO,
 * {@link Phase#TARGET} POSTGRES and {@link Phase#SOURCE_REMOVED} MONGO_REMOVED.
 */
public record StoreNames(String source, String target) {

    /** Not in the name of a setting or a table. */
    private static final Pattern STORE = Pattern.compile("(?<![\\w.-])(?:[Tt]he )?(source|target)(?![\\w-]|\\.\\w)");

    private static final Pattern STORE_IN_TAG = Pattern.compile("\\b(source|target)(?=[-_]|$)");

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

    /** One of the engine's own texts, which speak of the source and the target, with the stores' names. */
    public String in(String text) {
        return STORE.matcher(text).replaceAll(found -> found.group(1).equals("source") ? source : target);
    }

    /** The name of a gate or of a metric's tag, as {@code source-reachable}, in small letters. */
    public String tag(String name) {
        return STORE_IN_TAG.matcher(name).replaceAll(found -> (found.group().equals("source") ? source : target)
                .toLowerCase(Locale.ROOT));
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
