package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import java.util.Optional;

/** What the control part itself asks of a move: strictness and all reads before a cutover, the source's answer before its return. */
final class SwitchGates {

    private SwitchGates() {}

    static Gate strict(SourceFence fence) {
        return move -> !move.is(Phase.READ_SWITCH, Phase.TARGET)
                ? Optional.empty()
                : Optional.of(new Gate.Result(
                        "strict",
                        fence.permit(move.unit()).mode() == SourceFence.Mode.STRICT,
                        "mode is " + fence.permit(move.unit()).mode()
                                + "; it returns to STRICT by itself once the target holds every change"));
    }

    static Gate allReadsSwitched() {
        return move -> !move.is(Phase.READ_SWITCH, Phase.TARGET)
                ? Optional.empty()
                : Optional.of(new Gate.Result(
                        "all-reads-switched",
                        move.from().percent() == 100,
                        "percent is " + move.from().percent() + "; raise it to 100 and watch it before the cutover"));
    }

    static Gate replicaWritesQuiet(ReplicaWrites writes) {
        return move -> !move.is(Phase.TARGET, Phase.READ_SWITCH)
                ? Optional.empty()
                : Optional.of(new Gate.Result(
                        "replica-writes-quiet",
                        writes.quiet(move.unit()),
                        "no write to the source as replica may be of unknown end, also none of a process that died a moment"
                                + " ago; wait for a quarter of a minute"));
    }

    static Gate sourceReachable(SourceData source) {
        return move -> {
            boolean needed = move.forward()
                    ? move.from().phase() != Phase.TARGET
                    : move.from().phase() == Phase.SOURCE_REMOVED || move.from().phase() == Phase.TARGET;
            if (!needed) {
                return Optional.empty();
            }
            boolean answers = source.reachable();
            return Optional.of(new Gate.Result(
                    "source-reachable", answers, answers ? "it answers" : "it does not answer; bring it back first"));
        };
    }
}
