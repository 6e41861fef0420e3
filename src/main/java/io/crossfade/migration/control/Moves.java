package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves units between phases, one step at a time, if every gate holds. One move at a time per unit. */
public final class Moves {

    private static final Logger log = LoggerFactory.getLogger(Moves.class);

    private static final Gate.Result MOVE_UNDER_WAY =
            new Gate.Result("no-move-under-way", false, "a move of this unit is under way; wait for its end");

    private final Units units;
    private final UnitStates states;
    private final StoreNames names;
    private final List<Gate> gates;
    private final DependencyGate dependencies;
    private final MoveExecution execution;
    private final SourceRemoval removal;
    private final Audit audit;
    private final MoveLease lease;

    Moves(
            Units units,
            UnitStates states,
            StoreNames names,
            List<Gate> gates,
            MoveExecution execution,
            SourceRemoval removal,
            MoveLease lease,
            Audit audit) {
        this.units = units;
        this.states = states;
        this.names = names;
        this.gates = gates;
        this.dependencies = new DependencyGate(units, states, names);
        this.execution = execution;
        this.removal = removal;
        this.lease = lease;
        this.audit = audit;
    }

    /**
     * An admin's wish.
     *
     * @param percent of the keys to be read from the target; null leaves it (0 on entering READ_SWITCH)
     * @param epoch the one at which the admin saw the unit: if it has changed since, nothing moves; null moves from wherever
     *     it stands
     */
    public record Request(
            Phase to,
            @Nullable Integer percent,
            @Nullable Long epoch,
            String actor,
            @Nullable String reason) {

        public Request {
            if (percent != null && (percent < 0 || percent > 100)) {
                throw new IllegalArgumentException("percent must be between 0 and 100, not " + percent);
            }
            if (percent != null && to != Phase.READ_SWITCH) {
                throw new IllegalArgumentException("percent belongs to READ_SWITCH alone");
            }
        }
    }

    /** What stands between the unit and its next step in each direction. */
    public Map<Phase, List<Gate.Result>> gates(String unit) {
        FenceRow row = states.get(unit);
        Map<Phase, List<Gate.Result>> open = new java.util.EnumMap<>(Phase.class);
        row.phase().next().ifPresent(next -> open.put(next, check(new Gate.Move(row, next), Map.of())));
        row.phase().previous().ifPresent(back -> open.put(back, check(new Gate.Move(row, back), Map.of())));
        return open;
    }

    /** What the move would do and what stands against it; changes nothing. */
    public MoveReport dryRun(String unit, Request request) {
        FenceRow row = states.get(unit);
        return preview(row, request, Map.of());
    }

    /** Moves one unit. The report says whether it moved, and if not, why. */
    public MoveReport move(String unit, Request request) {
        return held(unit, request, row -> {
            MoveReport preview = preview(row, request, Map.of());
            if (preview.outcome().equals("unchanged")) {
                return preview;
            }
            return preview.allGatesHold()
                    ? execution.run(row, request, preview.gates())
                    : refused(row, request, preview.gates());
        });
    }

    /** Works on the row as it is now, with nobody else moving the unit. */
    private MoveReport held(String unit, Request request, Function<FenceRow, MoveReport> work) {
        FenceRow known = states.get(unit);
        try {
            Optional<MoveLease.Held> held = lease.tryHold(unit);
            if (held.isEmpty()) {
                return refused(known, request, List.of(MOVE_UNDER_WAY));
            }
            try (MoveLease.Held moving = held.get()) {
                states.refresh();
                return work.apply(states.get(unit));
            }
        } catch (SQLException away) {
            return refused(
                    known,
                    request,
                    List.of(new Gate.Result(
                            "target-reachable",
                            false,
                            "the target cannot be asked: SQLSTATE " + away.getSQLState() + "; bring it back first")));
        }
    }

    /** As {@link #dryRun}, for all units that are not there yet, each as if those before it had moved. */
    public List<MoveReport> dryRunAll(Request request) {
        Map<String, Phase> planned = new HashMap<>();
        List<MoveReport> reports = new ArrayList<>();
        for (String unit : inOrder(request.to())) {
            reports.add(preview(states.get(unit), request, planned));
            planned.put(unit, request.to());
        }
        return reports;
    }

    /**
     * Moves all units: parents first on the way forward, children first on the way back. If a gate of any does not hold, none
     * moves; if one fails on its way, those after it stay.
     */
    public List<MoveReport> moveAll(Request request) {
        List<MoveReport> previews = dryRunAll(request);
        if (!previews.stream().allMatch(MoveReport::allGatesHold)) {
            previews.stream()
                    .filter(preview -> !preview.allGatesHold())
                    .forEach(preview -> refused(states.get(preview.unit()), request, preview.gates()));
            return previews.stream()
                    .map(preview -> new MoveReport(
                            preview.unit(),
                            preview.from(),
                            preview.to(),
                            preview.percent(),
                            preview.epoch(),
                            "refused",
                            preview.gates(),
                            Map.of(),
                            preview.allGatesHold()
                                    ? "not moved: a gate of another unit does not hold"
                                    : preview.message()))
                    .toList();
        }
        List<MoveReport> reports = new ArrayList<>();
        for (MoveReport preview : previews) {
            MoveReport report = move(preview.unit(), request);
            reports.add(report);
            if (!report.done()) {
                break;
            }
        }
        return reports;
    }

    /**
     * Drops the unit's data in the source for good: once the source was removed and its retention is over. The report says
     * whether it was dropped, and if not, why.
     *
     * @throws RuntimeException the source's own, if it fails on the way; then it may be dropped or not
     */
    public MoveReport dropSource(String unit, String actor, @Nullable String reason) {
        Request request = new Request(Phase.SOURCE_REMOVED, null, null, actor, reason);
        return held(unit, request, row -> removal.drop(row, request));
    }

    private List<String> inOrder(Phase to) {
        List<String> order =
                new ArrayList<>(units.all().stream().map(UnitMapping::name).toList());
        boolean back = states.all().stream().anyMatch(row -> to.isBefore(row.phase()));
        return back ? order.reversed() : order;
    }

    private MoveReport preview(FenceRow row, Request request, Map<String, Phase> planned) {
        if (request.epoch() != null && request.epoch() != row.epoch()) {
            return report(
                    row,
                    request,
                    "refused",
                    List.of(new Gate.Result(
                            "epoch",
                            false,
                            "it stands at epoch " + row.epoch() + " in " + names.of(row.phase()) + ", not at "
                                    + request.epoch() + "; look again before you move it")),
                    "the unit has changed since it was looked at");
        }
        if (row.phase() == request.to()) {
            boolean changes = request.percent() != null && request.percent() != row.percent();
            return report(
                    row,
                    request,
                    changes ? "dry-run" : "unchanged",
                    List.of(),
                    changes
                            ? request.percent() + " percent of the keys are read from the target"
                            : "it stands there already");
        }
        Transition transition = Transition.between(row.phase(), request.to());
        if (transition == null) {
            String neighbours = row.phase().previous().map(names::of).orElse("")
                    + row.phase().next().map(next -> " " + names.of(next)).orElse("");
            return report(
                    row,
                    request,
                    "refused",
                    List.of(new Gate.Result(
                            "one-step",
                            false,
                            "it stands in " + names.of(row.phase()) + " and can move to: " + neighbours.strip())),
                    "a move is one step forward or back");
        }
        List<Gate.Result> results = check(new Gate.Move(row, request.to()), planned);
        boolean free = results.stream().allMatch(Gate.Result::holds);
        return report(row, request, free ? "dry-run" : "refused", results, transition.effect());
    }

    private List<Gate.Result> check(Gate.Move move, Map<String, Phase> planned) {
        List<Gate.Result> results = new ArrayList<>();
        results.add(dependencies.check(move, planned));
        gates.forEach(gate -> gate.check(move).ifPresent(results::add));
        return results;
    }

    private MoveReport refused(FenceRow row, Request request, List<Gate.Result> results) {
        List<String> closed = results.stream()
                .filter(gate -> !gate.holds())
                .map(Gate.Result::gate)
                .toList();
        try {
            audit.write(MoveExecution.entry(row, request, "refused", "gates: " + String.join(", ", closed)));
        } catch (SQLException lost) {
            log.warn("Unit '{}': a refusal could not be audited: SQLSTATE {}", row.unit(), lost.getSQLState());
        }
        return report(row, request, "refused", results, "not moved: " + String.join(", ", closed) + " must hold first");
    }

    private static MoveReport report(
            FenceRow row, Request request, String outcome, List<Gate.Result> results, String message) {
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
