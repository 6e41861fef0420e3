package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import java.util.List;
import java.util.Optional;

/** What the control part itself asks of a move: strictness and all reads before a cutover, a sign of life from every instance, the source's answer before its return. */
final class SwitchGates {

    private SwitchGates() {}

    static Gate strict(SourceFence fence) {
        return move -> {
            if (!move.is(Phase.READ_SWITCH, Phase.TARGET) || move.from().feedOnly()) {
                return Optional.empty();
            }
            Optional<FenceDocument> permit = fence.permit(move.unit());
            String mode = permit.map(document -> document.mode().name()).orElse("unknown, the source does not answer");
            return Optional.of(new Gate.Result(
                    "strict",
                    mode.equals(SourceFence.Mode.STRICT.name()),
                    "mode is " + mode + "; it returns to STRICT by itself once the target holds every change"));
        };
    }

    /** The step before has to have arrived at the source's fence. */
    static Gate fenceInStep(SourceFence fence, StoreNames names) {
        return move -> {
            if (move.from().phase().authority() == Side.TARGET) {
                return Optional.empty();
            }
            Optional<FenceDocument> permit = fence.permit(move.unit());
            return Optional.of(new Gate.Result(
                    "fence-in-step",
                    permit.filter(document -> document.isAt(move.from())).isPresent(),
                    "the source's fence "
                            + permit.map(document -> "reads " + names.of(document.phase()) + ", " + document.percent()
                                            + " percent; it follows the unit within seconds")
                                    .orElse("cannot be read by this instance")));
        };
    }

    static Gate allReadsSwitched() {
        return move -> !move.is(Phase.READ_SWITCH, Phase.TARGET) || move.from().feedOnly()
                ? Optional.empty()
                : Optional.of(new Gate.Result(
                        "all-reads-switched",
                        move.from().percent() == 100,
                        "percent is " + move.from().percent() + "; raise it to 100 and watch it before the cutover"));
    }

    /** Both moves of the authority need a word of every instance. */
    static Gate instancesAnswer(Instances instances) {
        return move -> {
            if (!move.is(Phase.READ_SWITCH, Phase.TARGET) && !move.is(Phase.TARGET, Phase.READ_SWITCH)) {
                return Optional.empty();
            }
            List<String> silent = instances.silent();
            return Optional.of(new Gate.Result(
                    "instances-answer",
                    silent.isEmpty(),
                    silent.isEmpty()
                            ? "each has given a sign of life lately"
                            : "no sign of life from " + String.join(", ", silent)
                                    + "; it is taken for dead after a while, or remove one that is known to be"));
        };
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
