package io.crossfade.migration.operations;

import io.crossfade.migration.StoreNames;
import io.crossfade.migration.control.Gate;
import io.crossfade.migration.control.MoveReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a move of one unit did, or would do.
 *
 * @param epoch at which the unit stands now
 * @param outcome done, unchanged, dry-run, refused, undone or failed
 * @param gates every gate that was looked at
 * @param stepMillis how long each step took, in order
 */
record MoveView(
        String unit,
        String from,
        String to,
        @Nullable Integer percent,
        long epoch,
        String outcome,
        String message,
        List<Gate.Result> gates,
        Map<String, Long> stepMillis) {

    static MoveView of(MoveReport report, StoreNames names) {
        return new MoveView(
                report.unit(),
                names.of(report.from()),
                names.of(report.to()),
                report.percent(),
                report.epoch(),
                report.outcome(),
                names.in(report.message()),
                Gates.named(report.gates(), names),
                report.steps());
    }

    boolean done() {
        return outcome.equals("done") || outcome.equals("unchanged");
    }

    /** Whether it failed on its way, rather than being refused before. */
    boolean failed() {
        return outcome.equals("failed");
    }

    List<Gate.Result> closedGates() {
        return gates.stream().filter(gate -> !gate.holds()).toList();
    }
}
