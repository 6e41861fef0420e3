package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops what the source still holds of a unit, which ends the cheap way back: only once its retention is over. */
final class SourceRemoval {

    private static final Logger log = LoggerFactory.getLogger(SourceRemoval.class);

    private final SourceData source;
    private final Audit audit;
    private final Clock clock;
    private final StoreNames names;

    SourceRemoval(SourceData source, Audit audit, Clock clock, StoreNames names) {
        this.source = source;
        this.audit = audit;
        this.clock = clock;
        this.names = names;
    }

    /** The caller sees to it that the unit does not move meanwhile. */
    MoveReport drop(FenceRow row, Moves.Request request) {
        List<Gate.Result> gates = gates(row);
        boolean free = gates.stream().allMatch(Gate.Result::holds);
        if (free) {
            source.drop(row.unit());
            log.info("Unit '{}': its data in {} was dropped", row.unit(), names.source());
        }
        String outcome = free ? "done" : "refused";
        record(row, request, outcome);
        return new MoveReport(
                row.unit(),
                row.phase(),
                request.to(),
                null,
                row.epoch(),
                outcome,
                gates,
                Map.of(),
                free ? "its data in " + names.source() + " was dropped" : "nothing was dropped");
    }

    private List<Gate.Result> gates(FenceRow row) {
        List<Gate.Result> gates = new ArrayList<>();
        boolean removed = row.phase() == Phase.SOURCE_REMOVED;
        gates.add(new Gate.Result(
                "source-removed",
                removed,
                removed
                        ? "it is not followed"
                        : "it stands in " + names.of(row.phase()) + "; move it to " + names.of(Phase.SOURCE_REMOVED)
                                + " first"));
        Instant until = row.retainUntil();
        if (removed && until != null) {
            gates.add(new Gate.Result(
                    "retention-over", !clock.instant().isBefore(until), "its data is kept until " + until));
        }
        if (removed) {
            boolean answers = source.reachable();
            gates.add(new Gate.Result("source-reachable", answers, answers ? "it answers" : "it does not answer"));
        }
        return gates;
    }

    private void record(FenceRow row, Moves.Request request, String outcome) {
        try {
            audit.write(Audit.Entry.of(row.unit(), "drop", request.actor(), request.reason(), outcome));
        } catch (SQLException lost) {
            log.warn(
                    "Unit '{}': a drop that was {} could not be audited: SQLSTATE {}",
                    row.unit(),
                    outcome,
                    lost.getSQLState());
        }
    }
}
