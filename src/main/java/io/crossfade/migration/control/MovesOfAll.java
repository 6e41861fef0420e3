package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Moves that are asked for of all units at once, one such request at a time. */
final class MovesOfAll {

    private final Units units;
    private final UnitStates states;
    private final MoveChecks checks;
    private final MoveLease lease;
    private final MoveLog moveLog;
    private final BiFunction<String, Moves.Request, MoveReport> one;

    /** @param one moves one unit */
    MovesOfAll(
            Units units,
            UnitStates states,
            MoveChecks checks,
            MoveLease lease,
            MoveLog moveLog,
            BiFunction<String, Moves.Request, MoveReport> one) {
        this.units = units;
        this.states = states;
        this.checks = checks;
        this.lease = lease;
        this.moveLog = moveLog;
        this.one = one;
    }

    List<MoveReport> dryRun(Moves.Request request) {
        return MoveDecision.within(
                () -> lookAtAll(request, lease.underWay()),
                closed -> refusedAll(request, closed, MoveChecks::refused),
                late -> {});
    }

    List<MoveReport> move(Moves.Request request) {
        All decided = MoveDecision.within(
                () -> decideAll(request),
                closed -> new All(refusedAll(request, closed, moveLog::unwritten), null),
                late -> giveUp(late, request));
        MoveLease.Held held = decided.held;
        if (held == null) {
            return decided.reports;
        }
        List<MoveReport> reports = new ArrayList<>();
        try (held) {
            for (MoveReport preview : decided.reports) {
                moveLog.step(request.attempt(), preview.unit());
                MoveReport report = one.apply(preview.unit(), request);
                reports.add(report);
                if (!report.done()) {
                    break;
                }
            }
            return reports;
        } finally {
            end(request, reports, decided.reports.size());
        }
    }

    /** What was decided of all units, and the lease under which it is carried out; null if nothing is to be done. */
    private record All(List<MoveReport> reports, MoveLease.@Nullable Held held) {}

    private All decideAll(Moves.Request request) throws SQLException {
        Optional<MoveLease.Held> held = lease.tryHold(Moves.ALL);
        boolean begun = false;
        try {
            Set<String> busy = lease.underWay();
            held.ifPresentOrElse(free -> busy.remove(Moves.ALL), () -> busy.add(Moves.ALL));
            List<MoveReport> reports = lookAtAll(request, busy);
            if (held.isPresent() && reports.stream().allMatch(MoveReport::allGatesHold)) {
                moveLog.begin(request.attempt());
                begun = true;
                return new All(reports, held.get());
            }
            moveLog.notMade(
                    request.attempt(),
                    reports.stream()
                            .filter(report -> !report.allGatesHold())
                            .findFirst()
                            .orElseThrow());
            for (MoveReport report : reports) {
                if (!report.allGatesHold()) {
                    moveLog.notMade(request.attempt(states.get(report.unit())), report);
                }
            }
            return new All(reports, null);
        } finally {
            if (!begun) {
                held.ifPresent(MoveLease.Held::close);
            }
        }
    }

    private List<MoveReport> lookAtAll(Moves.Request request, Set<String> busy) throws SQLException {
        states.refresh();
        Map<String, Phase> planned = new HashMap<>();
        List<MoveReport> reports = new ArrayList<>();
        for (String unit : inOrder(request.to())) {
            boolean moves = busy.contains(unit) || busy.contains(Moves.ALL);
            reports.add(checks.look(states.get(unit), request, planned, moves));
            planned.put(unit, request.to());
        }
        boolean free = reports.stream().allMatch(MoveReport::allGatesHold);
        return free ? reports : reports.stream().map(MoveReport::refused).toList();
    }

    private interface Refusal {
        MoveReport of(FenceRow row, Moves.Request request, Gate.Result closed);
    }

    private List<MoveReport> refusedAll(Moves.Request request, Gate.Result closed, Refusal refusal) {
        return states.all().stream()
                .map(row -> refusal.of(row, request, closed))
                .toList();
    }

    private void giveUp(All late, Moves.Request request) {
        MoveLease.Held held = late.held;
        if (held != null) {
            try (held) {
                moveLog.end(request.attempt(), "refused", Audit.Seen.of(Moves.LATE));
            }
        }
    }

    private void end(Moves.Request request, List<MoveReport> reports, int of) {
        long done = reports.stream().filter(MoveReport::done).count();
        MoveReport last = reports.isEmpty() ? null : reports.getLast();
        String outcome = done == of ? "done" : last == null || last.done() ? "failed" : last.outcome();
        String seen = done + " of " + of + " units stand there"
                + (done == of || last == null ? "" : "; " + last.unit() + ": " + last.message());
        moveLog.end(request.attempt(), outcome, Audit.Seen.of(seen));
        moveLog.forget(request.attempt());
    }

    private List<String> inOrder(Phase to) {
        List<String> order =
                new ArrayList<>(units.all().stream().map(UnitMapping::name).toList());
        boolean back = states.all().stream().anyMatch(row -> to.isBefore(row.phase()));
        return back ? order.reversed() : order;
    }
}
