package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What stands against a move: the same for one that is to be made and one that is only tried. */
final class MoveChecks {

    static final Gate.Result UNDER_WAY = new Gate.Result(
            "no-move-under-way", false, "a move is under way, see 'moves' of the unit; wait for its end");

    private final StoreNames names;
    private final List<Gate> gates;
    private final DependencyGate dependencies;

    MoveChecks(Units units, UnitStates states, StoreNames names, List<Gate> gates) {
        this.names = names;
        this.gates = gates;
        this.dependencies = new DependencyGate(units, states, names);
    }

    /** What stands between the unit and its next step in each direction. */
    Map<Phase, List<Gate.Result>> gates(FenceRow row) {
        Map<Phase, List<Gate.Result>> open = new EnumMap<>(Phase.class);
        row.phase().next().ifPresent(next -> open.put(next, check(new Gate.Move(row, next), Map.of())));
        row.phase().previous().ifPresent(back -> open.put(back, check(new Gate.Move(row, back), Map.of())));
        return open;
    }

    /**
     * @param planned where units will stand that move before this one
     * @param busy whether the unit is being moved
     * @return what the move would do if its outcome is {@code dry-run}; else why it would not
     */
    MoveReport look(FenceRow row, Moves.Request request, Map<String, Phase> planned, boolean busy) {
        List<Gate.Result> results = new ArrayList<>();
        if (busy) {
            results.add(UNDER_WAY);
        }
        if (request.epoch() != null && request.epoch() != row.epoch()) {
            results.add(new Gate.Result(
                    "epoch",
                    false,
                    "it stands at epoch " + row.epoch() + " in " + names.of(row.phase()) + ", not at " + request.epoch()
                            + "; look again before you move it"));
            return report(row, request, results, "nothing, for the unit has changed since it was looked at");
        }
        if (row.phase() == request.to()) {
            boolean changes = request.percent() != null && request.percent() != row.percent();
            return changes || busy
                    ? report(
                            row,
                            request,
                            results,
                            changes
                                    ? request.percent() + " percent of the keys are read from the target"
                                    : "nothing, for it stands there already")
                    : report(row, request, "unchanged", results, "it stands there already");
        }
        Transition transition = Transition.between(row.phase(), request.to());
        if (transition == null) {
            String neighbours = row.phase().previous().map(names::of).orElse("")
                    + row.phase().next().map(next -> " " + names.of(next)).orElse("");
            results.add(new Gate.Result(
                    "one-step",
                    false,
                    "it stands in " + names.of(row.phase()) + " and can move to: " + neighbours.strip()));
            return report(row, request, results, "nothing, for a move is one step forward or back");
        }
        results.addAll(check(new Gate.Move(row, request.to()), planned));
        return report(row, request, results, transition.effect());
    }

    private List<Gate.Result> check(Gate.Move move, Map<String, Phase> planned) {
        List<Gate.Result> results = new ArrayList<>();
        results.add(dependencies.check(move, planned));
        gates.forEach(gate -> gate.check(move).ifPresent(results::add));
        return results;
    }

    private static MoveReport report(FenceRow row, Moves.Request request, List<Gate.Result> results, String effect) {
        List<String> closed = results.stream()
                .filter(gate -> !gate.holds())
                .map(Gate.Result::gate)
                .toList();
        return closed.isEmpty()
                ? report(row, request, "dry-run", results, "the move would do this: " + effect)
                : report(
                        row,
                        request,
                        "refused",
                        results,
                        "not moved: " + String.join(", ", closed) + " must hold first; the move would do this: "
                                + effect);
    }

    static MoveReport refused(FenceRow row, Moves.Request request, Gate.Result closed) {
        return report(row, request, "refused", List.of(closed), "not moved: " + closed.gate() + " must hold first");
    }

    static MoveReport report(
            FenceRow row, Moves.Request request, String outcome, List<Gate.Result> results, String message) {
        return new MoveReport(
                row.unit(),
                row.phase(),
                request.to(),
                request.percent(),
                row.epoch(),
                outcome,
                results,
                Map.of(),
                message);
    }
}
