package io.crossfade.migration.operations;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Audit;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.MoveRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A move of one unit: the one under way, or one that has ended.
 *
 * @param id under which {@code /actuator/moves} and the audit know it
 * @param epoch at which the unit stood before
 * @param since when it was asked for
 * @param step what is being done now, and since when; null once it has ended
 * @param outcome under-way, done, unchanged, refused, undone or failed; unknown if its instance died before it began
 * @param gates those that did not hold
 */
record MoveRunView(
        @Nullable UUID id,
        String unit,
        @Nullable String from,
        @Nullable String to,
        @Nullable Integer percent,
        @Nullable Long epoch,
        String by,
        @Nullable String address,
        @Nullable String reason,
        @Nullable String instance,
        Instant since,
        @Nullable String step,
        @Nullable Instant stepSince,
        @Nullable Instant ended,
        String outcome,
        @Nullable String message,
        List<Gate.Result> gates,
        Map<String, Long> stepMillis) {

    /** A unit's move under way, and the last that ended; each null if there is none. */
    record OfUnit(@Nullable MoveRunView underWay, @Nullable MoveRunView last) {}

    static MoveRunView of(MoveRun run, StoreNames names) {
        Audit.Attempt asked = run.asked();
        return new MoveRunView(
                asked.id(),
                asked.unit(),
                name(asked.from(), names),
                name(asked.to(), names),
                asked.percent(),
                asked.epoch(),
                asked.by().name(),
                asked.by().address(),
                asked.reason(),
                run.instance(),
                run.since(),
                run.step(),
                run.stepSince(),
                run.underWay() ? null : run.ended(),
                outcome(run),
                message(run, names),
                Gates.named(run.gates(), names),
                run.steps());
    }

    private static @Nullable String message(MoveRun run, StoreNames names) {
        String message = run.message();
        return message == null ? null : names.in(message);
    }

    private static String outcome(MoveRun run) {
        if (run.underWay()) {
            return "under-way";
        }
        return run.outcome().equals(Audit.BEGUN) ? "unknown" : run.outcome();
    }

    private static @Nullable String name(@Nullable Phase phase, StoreNames names) {
        return phase == null ? null : names.of(phase);
    }
}
