package io.crossfade.migration.backfill;

import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.control.UnitStates;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The next piece of work of a unit's backfill: to plan it, to copy one chunk, or to call it complete. */
final class UnitBackfill {

    private static final Logger log = LoggerFactory.getLogger(UnitBackfill.class);

    private static final String PACED = "waiting, as it keeps to its limit";

    private final UnitStates states;
    private final Runs runs;
    private final Inspection inspection;
    private final Planning planning;
    private final ChunkWork work;
    private final TouchedKeysExpiry expiry;
    private final Map<String, String> waiting = new ConcurrentHashMap<>();

    UnitBackfill(
            UnitStates states,
            Runs runs,
            Inspection inspection,
            Planning planning,
            ChunkWork work,
            TouchedKeysExpiry expiry) {
        this.expiry = expiry;
        this.states = states;
        this.runs = runs;
        this.inspection = inspection;
        this.planning = planning;
        this.work = work;
    }

    /** @return whether anything was done; false if there is nothing to do now */
    boolean step(UnitMapping mapping) throws Exception {
        String unit = mapping.name();
        if (states.get(unit).phase() != Phase.BACKFILL) {
            waiting.remove(unit);
            return false;
        }
        expiry.advance(unit);
        Runs.@Nullable Run run = runs.find(unit).orElse(null);
        if (run == null || run.state() != BackfillState.RUNNING || run.held()) {
            waiting.remove(unit);
            return false;
        }
        Preflight preflight = run.preflight();
        if (preflight == null) {
            preflight = look(mapping, run);
        }
        if (!preflight.allows()) {
            return false;
        }
        Optional<String> parent = unfinishedParent(mapping);
        if (parent.isPresent()) {
            waiting.put(unit, "waiting for " + parent.get());
            return false;
        }
        if (!run.planned()) {
            return planning.plan(mapping, run, new SourceSample.Size(preflight.documents(), preflight.bytes()));
        }
        if (run.paced()) {
            waiting.put(unit, run.slowedBy() == null ? PACED : run.slowedBy());
            return false;
        }
        return switch (work.work(mapping)) {
            case WORKED -> {
                waiting.remove(unit);
                yield true;
            }
            case NOTHING_FREE -> {
                complete(run);
                yield false;
            }
            case NOT_ALLOWED -> {
                waiting.put(unit, "waiting for the unit to record touched keys");
                yield false;
            }
        };
    }

    /** A copy that cannot succeed is paused before it begins; whoever resumes it knows why. */
    private Preflight look(UnitMapping mapping, Runs.Run run) throws Exception {
        Preflight preflight = inspection.inspect(mapping, run);
        if (runs.keep(run, preflight)
                && !preflight.allows()
                && runs.change(run.unit(), List.of(BackfillState.RUNNING), BackfillState.PAUSED)) {
            log.warn("The backfill of '{}' was not begun: {}", run.unit(), preflight.refused());
        }
        return preflight;
    }

    /** Whether some unit may go on within the next moments. */
    boolean paced() {
        return waiting.values().stream().anyMatch(reason -> reason.equals(PACED) || reason.startsWith("slowed"));
    }

    /** What the unit waits for, or null. */
    @Nullable
    String waiting(String unit) {
        return waiting.get(unit);
    }

    /** Frees the chunks on which this instance works; their work fails. */
    void abandon() {
        work.abandon();
    }

    void failed(String unit, Failure failure) {
        waiting.put(
                unit,
                failure.kind() == Failure.Kind.OUTAGE
                        ? "waiting for a store, " + failure.code()
                        : "trying again after " + failure.code());
    }

    private void complete(Runs.Run run) throws SQLException {
        if (runs.complete(run)) {
            waiting.remove(run.unit());
            log.info("The backfill of '{}' is complete", run.unit());
        }
    }

    /** A parent whose rows are not all there yet: nearly every row would be an orphan. */
    private Optional<String> unfinishedParent(UnitMapping mapping) throws SQLException {
        for (String parent : mapping.parents()) {
            boolean beyond = Phase.BACKFILL.isBefore(states.get(parent).phase());
            boolean complete = runs.find(parent)
                    .map(run -> run.state() == BackfillState.COMPLETE)
                    .orElse(false);
            if (!beyond && !complete) {
                return Optional.of(parent);
            }
        }
        return Optional.empty();
    }
}
