package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a move did, or would do.
 *
 * @param epoch at which the unit stands now; the next move may be asked for from there
 * @param outcome done, dry-run, refused, failed, undone, unchanged
 * @param gates every gate that was looked at
 * @param steps milliseconds of each step that was taken, in order
 * @param message what happened or would happen, and if it did not, what to do
 */
public record MoveReport(
        String unit,
        Phase from,
        Phase to,
        @Nullable Integer percent,
        long epoch,
        String outcome,
        List<Gate.Result> gates,
        Map<String, Long> steps,
        String message) {

    public boolean done() {
        return outcome.equals("done") || outcome.equals("unchanged");
    }

    /** The same, of a unit that does not move because another may not. */
    MoveReport refused() {
        return outcome.equals("refused")
                ? this
                : new MoveReport(
                        unit,
                        from,
                        to,
                        percent,
                        epoch,
                        "refused",
                        gates,
                        steps,
                        "not moved: a gate of another unit does not hold; " + message);
    }

    public boolean allGatesHold() {
        return gates.stream().allMatch(Gate.Result::holds);
    }
}
