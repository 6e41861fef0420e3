package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops what the source still holds of a unit, which ends the cheap way back: only once its retention is over. */
final class SourceRemoval {

    private static final Logger log = LoggerFactory.getLogger(SourceRemoval.class);

    private final SourceData source;
    private final Installation installation;
    private final Clock clock;
    private final StoreNames names;

    SourceRemoval(SourceData source, Installation installation, Clock clock, StoreNames names) {
        this.source = source;
        this.installation = installation;
        this.clock = clock;
        this.names = names;
    }

    /** Whether it may be dropped: {@code dry-run}, or refused with the gates that do not hold. */
    MoveReport look(FenceRow row, Moves.Request request, boolean busy) {
        List<Gate.Result> gates = gates(row);
        if (busy) {
            gates.add(MoveChecks.UNDER_WAY);
        }
        boolean free = gates.stream().allMatch(Gate.Result::holds);
        return MoveChecks.report(
                row, request, free ? "dry-run" : "refused", gates, free ? "it may be dropped" : "nothing was dropped");
    }

    /** The caller has looked, and sees to it that the unit does not move meanwhile. */
    MoveReport drop(FenceRow row, Moves.Request request, List<Gate.Result> gates) {
        source.drop(row.unit());
        log.info("Unit '{}': its data in {} was dropped by {}", row.unit(), names.source(), request.by());
        return MoveChecks.report(row, request, "done", gates, "its data in " + names.source() + " was dropped");
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
            boolean own = installation.trusts(Side.SOURCE);
            gates.add(new Gate.Result(
                    "stores-belong-together",
                    own,
                    own ? "it is the installation's own" : installation.whySourceIsNotTrusted()));
            boolean answers = source.reachable();
            gates.add(new Gate.Result("source-reachable", answers, answers ? "it answers" : "it does not answer"));
        }
        return gates;
    }
}
