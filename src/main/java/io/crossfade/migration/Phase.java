package io.crossfade.migration;

import java.util.Arrays;
import java.util.Optional;

/**
 * The steps of a migration, in order. A move goes one step forward or back. People see a phase under the name that
 * {@link StoreNames} gives it; {@link #code()} is what is stored and never changes.
 */
public enum Phase {
    /** The source alone. */
    SOURCE("source"),
    /** Writes go to the source and are replicated to the target. */
    DUAL_WRITE("dual_write"),
    /** As before, and what stood in the source already is copied. */
    BACKFILL("backfill"),
    /** As before, and a sample of reads is also made at the target and compared, never returned. */
    SHADOW_READ("shadow_read"),
    /** A percentage of the keys is read from the target; the source still decides. */
    READ_SWITCH("read_switch"),
    /** The target decides; writes are replicated back to the source. */
    TARGET("target"),
    /** The target alone; the source may be gone. */
    SOURCE_REMOVED("source_removed");

    private final String code;

    Phase(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** @throws IllegalArgumentException if no phase has that code: a newer version's, or a damaged record */
    public static Phase ofCode(String code) {
        return Arrays.stream(values())
                .filter(phase -> phase.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("This version knows no phase '" + code + "'"));
    }

    /** The store every write goes to first. */
    public Side authority() {
        return compareTo(TARGET) < 0 ? Side.SOURCE : Side.TARGET;
    }

    /** Whether changes at the authority are brought to the other store. */
    public boolean replicates() {
        return this != SOURCE && this != SOURCE_REMOVED;
    }

    public Optional<Phase> next() {
        return ordinal() + 1 < values().length ? Optional.of(values()[ordinal() + 1]) : Optional.empty();
    }

    public Optional<Phase> previous() {
        return ordinal() > 0 ? Optional.of(values()[ordinal() - 1]) : Optional.empty();
    }

    public boolean isBefore(Phase other) {
        return compareTo(other) < 0;
    }
}
