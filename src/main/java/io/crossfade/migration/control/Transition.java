package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The legal steps. What a step changes in the fence row is given here; the two that change the authority, and the one that
 * brings a removed source back, are carried out by classes of their own.
 */
enum Transition {
    BEGIN(
            Phase.SOURCE,
            Phase.DUAL_WRITE,
            "opens the change stream, then writes are replicated to the target",
            row -> row.withCapturing(true)),
    COPY(
            Phase.DUAL_WRITE,
            Phase.BACKFILL,
            "starts to copy what stood in the source before",
            row -> row.withRecording(true)),
    SHADOW(
            Phase.BACKFILL,
            Phase.SHADOW_READ,
            "a sample of reads is also made at the target and compared",
            row -> row.withRecording(false)),
    SWITCH(
            Phase.SHADOW_READ,
            Phase.READ_SWITCH,
            "the given percentage of the keys is read from the target once it is strict",
            row -> row),
    CUTOVER(
            Phase.READ_SWITCH,
            Phase.TARGET,
            "holds writes for a moment, then the target decides and the source follows",
            row -> row),
    REMOVE(
            Phase.TARGET,
            Phase.SOURCE_REMOVED,
            "the source is no longer followed; its data is kept until the retention date",
            row -> row.withCapturing(false)),
    RESTORE(
            Phase.SOURCE_REMOVED,
            Phase.TARGET,
            "brings the source up to date, then it is followed again",
            row -> row.withRetainUntil(null)),
    CUT_BACK(
            Phase.TARGET,
            Phase.READ_SWITCH,
            "holds writes for a moment, then the source decides and the target follows",
            row -> row),
    SWITCH_BACK(Phase.READ_SWITCH, Phase.SHADOW_READ, "all reads go to the source again", row -> row.withPercent(0)),
    SHADOW_BACK(
            Phase.SHADOW_READ,
            Phase.BACKFILL,
            "no more shadow reads; what was copied stays valid",
            row -> row.withRecording(true)),
    COPY_BACK(
            Phase.BACKFILL,
            Phase.DUAL_WRITE,
            "pauses the copy; writes are replicated as before",
            row -> row.withRecording(false)),
    END(
            Phase.DUAL_WRITE,
            Phase.SOURCE,
            "writes are no longer replicated; what was copied becomes void",
            row -> row.withCapturing(false));

    private final Phase from;
    private final Phase to;
    private final String effect;
    private final UnaryOperator<FenceRow> change;

    Transition(Phase from, Phase to, String effect, UnaryOperator<FenceRow> change) {
        this.from = from;
        this.to = to;
        this.effect = effect;
        this.change = change;
    }

    private static final Map<Phase, Map<Phase, Transition>> TABLE = new EnumMap<>(Phase.class);

    static {
        for (Transition transition : values()) {
            TABLE.computeIfAbsent(transition.from, from -> new EnumMap<>(Phase.class))
                    .put(transition.to, transition);
        }
    }

    /** The step between two phases, or null if they are no neighbours. */
    static @Nullable Transition between(Phase from, Phase to) {
        return TABLE.getOrDefault(from, Map.of()).get(to);
    }

    String effect() {
        return effect;
    }

    FenceRow apply(FenceRow row) {
        return change.apply(row).withPhase(to);
    }
}
