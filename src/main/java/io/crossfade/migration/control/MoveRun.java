package io.crossfade.migration.control;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A move that somebody asked for, as the audit tells of it.
 *
 * @param asked who, to what, why; its unit is {@link Moves#ALL} for a request about all units
 * @param instance which one makes it; null if that is not known
 * @param step where it stands while it is under way; null once it has ended
 * @param stepSince when that step began
 * @param ended null while it has no outcome
 * @param outcome {@link Audit#BEGUN}, or what came of it
 * @param gates those that did not hold
 * @param steps milliseconds of each step that was taken
 */
public record MoveRun(
        Audit.Attempt asked,
        @Nullable String instance,
        Instant since,
        @Nullable String step,
        @Nullable Instant stepSince,
        @Nullable Instant ended,
        String outcome,
        @Nullable String message,
        List<Gate.Result> gates,
        Map<String, Long> steps) {

    /** Whether an instance works on it, or left it and no other has settled it yet. */
    public boolean underWay() {
        return step != null;
    }
}
