package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Units;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves units between phases, one step at a time, if every gate holds. One move at a time per unit, and one request at a time that
 * is about all of them. What is asked for is written down before anything is done; if that cannot be, nothing is.
 */
public final class Moves {

    /** In the place of a unit's name: a request about all units. */
    public static final String ALL = "*";

    static final String LATE = "it could not be told in time whether it can be made";

    private final UnitStates states;
    private final MoveChecks checks;
    private final MoveExecution execution;
    private final SourceRemoval removal;
    private final MoveLease lease;
    private final MoveLog moveLog;
    private final MovesOfAll all;

    Moves(
            Units units,
            UnitStates states,
            MoveChecks checks,
            MoveExecution execution,
            SourceRemoval removal,
            MoveLease lease,
            MoveLog moveLog) {
        this.states = states;
        this.checks = checks;
        this.execution = execution;
        this.removal = removal;
        this.lease = lease;
        this.moveLog = moveLog;
        this.all = new MovesOfAll(units, states, checks, lease, moveLog, this::move);
    }

    /**
     * An admin's wish.
     *
     * @param id its attempt's in the audit
     * @param percent of the keys to be read from the target; null leaves it (0 on entering READ_SWITCH)
     * @param epoch the one at which the admin saw the unit: if it has changed since, nothing moves; null moves from wherever
     *     it stands
     */
    public record Request(
            UUID id,
            Phase to,
            @Nullable Integer percent,
            @Nullable Long epoch,
            Requester by,
            @Nullable String reason) {

        public Request {
            if (percent != null && (percent < 0 || percent > 100)) {
                throw new IllegalArgumentException("percent must be between 0 and 100, not " + percent);
            }
            if (percent != null && to != Phase.READ_SWITCH) {
                throw new IllegalArgumentException("percent belongs to READ_SWITCH alone");
            }
        }

        public Request(
                Phase to, @Nullable Integer percent, @Nullable Long epoch, Requester by, @Nullable String reason) {
            this(UUID.randomUUID(), to, percent, epoch, by, reason);
        }

        Audit.Attempt attempt(FenceRow row) {
            String action = percent != null && row.phase() == to ? "percent" : "move";
            return new Audit.Attempt(id, row.unit(), action, row.phase(), to, percent, row.epoch(), by, reason);
        }

        Audit.Attempt attempt() {
            return new Audit.Attempt(id, ALL, "move", null, to, percent, epoch, by, reason);
        }
    }

    /** What was decided of a unit, and the lease under which it is carried out; null if nothing is to be done. */
    private record Decision(FenceRow row, MoveReport report, MoveLease.@Nullable Held held) {}

    /** What stands between the unit and its next step in each direction. */
    public Map<Phase, List<Gate.Result>> gates(String unit) {
        return checks.gates(states.get(unit));
    }

    /** What the move would do and what stands against it; changes nothing. */
    public MoveReport dryRun(String unit, Request request) {
        FenceRow known = states.get(unit);
        return MoveDecision.within(
                () -> {
                    boolean busy = lease.underWay().contains(unit);
                    states.refresh();
                    return checks.look(states.get(unit), request, Map.of(), busy);
                },
                closed -> MoveChecks.refused(known, request, closed),
                late -> {});
    }

    /** Moves one unit. The report says whether it moved, and if not, why. */
    public MoveReport move(String unit, Request request) {
        return carryOut(
                states.get(unit),
                request,
                row -> request.attempt(row),
                (row, busy) -> checks.look(row, request, Map.of(), busy),
                decision -> execution.run(decision.row, request, decision.report.gates()));
    }

    /**
     * Drops the unit's data in the source for good: once the source was removed and its retention is over. The report says
     * whether it was dropped, and if not, why.
     *
     * @throws RuntimeException the source's own, if it fails on the way; then it may be dropped or not
     */
    public MoveReport dropSource(String unit, Requester by, @Nullable String reason) {
        Request request = new Request(Phase.SOURCE_REMOVED, null, null, by, reason);
        Audit.Attempt asked = Audit.Attempt.of(unit, "drop", by, reason);
        return carryOut(
                states.get(unit), request, row -> asked, (row, busy) -> removal.look(row, request, busy), decision -> {
                    moveLog.step(asked, "drop");
                    MoveReport report = removal.drop(decision.row, request, decision.report.gates());
                    moveLog.end(asked, report.outcome(), MoveLog.seen(report));
                    return report;
                });
    }

    private interface Look {
        MoveReport at(FenceRow row, boolean busy);
    }

    private MoveReport carryOut(
            FenceRow known,
            Request request,
            Function<FenceRow, Audit.Attempt> attempt,
            Look look,
            Function<Decision, MoveReport> work) {
        Decision decision = MoveDecision.within(
                () -> decide(known.unit(), attempt, look),
                closed -> new Decision(known, moveLog.unwritten(known, request, closed), null),
                late -> giveUp(late, attempt));
        MoveLease.Held held = decision.held;
        if (held == null) {
            return decision.report;
        }
        try (held) {
            return work.apply(decision);
        } catch (RuntimeException failed) {
            moveLog.end(
                    attempt.apply(decision.row),
                    "failed",
                    Audit.Seen.of(failed.getClass().getSimpleName()));
            throw failed;
        } finally {
            moveLog.forget(attempt.apply(decision.row));
        }
    }

    /** Under the lease on the unit's moves, so that it stands still. Whatever is refused here is written down here. */
    private Decision decide(String unit, Function<FenceRow, Audit.Attempt> attempt, Look look) throws SQLException {
        Optional<MoveLease.Held> held = lease.tryHold(unit);
        boolean begun = false;
        try {
            states.refresh();
            FenceRow row = states.get(unit);
            MoveReport report = look.at(row, held.isEmpty());
            if (held.isPresent() && report.outcome().equals("dry-run")) {
                moveLog.begin(attempt.apply(row));
                begun = true;
                return new Decision(row, report, held.get());
            }
            moveLog.notMade(attempt.apply(row), report);
            return new Decision(row, report, null);
        } finally {
            if (!begun) {
                held.ifPresent(MoveLease.Held::close);
            }
        }
    }

    /** The answer was that it could not be told in time. */
    private void giveUp(Decision late, Function<FenceRow, Audit.Attempt> attempt) {
        MoveLease.Held held = late.held;
        if (held != null) {
            try (held) {
                moveLog.end(attempt.apply(late.row), "refused", Audit.Seen.of(LATE));
            }
        }
    }

    /** As {@link #dryRun}, for all units, each as if those before it had moved. If a gate of any does not hold, none would move. */
    public List<MoveReport> dryRunAll(Request request) {
        return all.dryRun(request);
    }

    /**
     * Moves all units: parents first on the way forward, children first on the way back. If a gate of any does not hold, none
     * moves; if one fails on its way, those after it stay.
     */
    public List<MoveReport> moveAll(Request request) {
        return all.move(request);
    }
}
