package io.crossfade.migration.backfill;

import io.crossfade.migration.Phase;
import io.crossfade.migration.StoreNames;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.UnitStates;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts, stops and shows the backfill of each unit. What is asked for is written down and carried out by the workers of whichever
 * instance is there, also after a restart. A unit is copied only while it stands in BACKFILL.
 */
public final class Backfill {

    /** Longer than any chunk takes. */
    private static final Duration STALE = Duration.ofMinutes(5);

    private final Units units;
    private final UnitStates states;
    private final StoreNames names;
    private final Runs runs;
    private final Chunks chunks;
    private final UnitBackfill work;
    private final BackfillWorkers workers;
    private final Pace pace;
    private final Clock clock;
    private final ChunkSize size;

    Backfill(
            Units units,
            UnitStates states,
            StoreNames names,
            Runs runs,
            Chunks chunks,
            UnitBackfill work,
            BackfillWorkers workers,
            Pace pace,
            Clock clock,
            ChunkSize size) {
        this.units = units;
        this.states = states;
        this.names = names;
        this.runs = runs;
        this.chunks = chunks;
        this.work = work;
        this.workers = workers;
        this.pace = pace;
        this.clock = clock;
        this.size = size;
    }

    /**
     * Begins a new run. What is in the table already is made equal, not copied twice.
     *
     * @throws BackfillRefusedException if one runs or is paused, or the unit is not in BACKFILL
     */
    public void start(String unit) throws SQLException {
        begin(unit, List.of(BackfillState.RUNNING, BackfillState.PAUSED));
    }

    /**
     * Begins a new run, whatever became of the last one.
     *
     * @throws BackfillRefusedException if the unit is not in BACKFILL
     */
    public void restart(String unit) throws SQLException {
        begin(unit, List.of());
    }

    /** @throws BackfillRefusedException if none runs */
    public void pause(String unit) throws SQLException {
        change(unit, List.of(BackfillState.RUNNING), BackfillState.PAUSED);
    }

    /**
     * Lets it go on. One that was paused before it began, as it could not succeed, is looked at again, and begins if it can now.
     *
     * @throws BackfillRefusedException if none is paused
     */
    public void resume(String unit) throws SQLException {
        resume(unit, false);
    }

    /**
     * Lets it go on.
     *
     * @param force also if it was paused before it began, and whatever was seen then
     * @throws BackfillRefusedException if none is paused
     */
    public void resume(String unit, boolean force) throws SQLException {
        units.get(unit);
        if (!runs.resume(unit, force)) {
            throw refused(unit, BackfillState.RUNNING.code());
        }
        workers.wake();
    }

    /**
     * Gives the run up. What it copied stays in the table, and is kept equal by replication.
     *
     * @throws BackfillRefusedException if none runs or is paused
     */
    public void cancel(String unit) throws SQLException {
        change(unit, List.of(BackfillState.RUNNING, BackfillState.PAUSED), BackfillState.CANCELLED);
    }

    /** @throws io.crossfade.migration.UnknownUnitException if there is no such unit */
    public BackfillStatus status(String unit) throws SQLException {
        units.get(unit);
        Optional<Runs.Run> found = runs.find(unit);
        if (found.isEmpty()) {
            return BackfillStatus.none(unit);
        }
        Runs.Run run = found.get();
        Chunks.Totals totals = run.planned() ? chunks.totals(unit) : new Chunks.Totals(0, 0, 0, 0, 0, 0);
        Preflight preflight = run.preflight();
        Long estimated = preflight == null ? null : preflight.documents();
        Double passed = passed(run);
        boolean idle = run.state() == BackfillState.RUNNING && states.get(unit).phase() != Phase.BACKFILL;
        return new BackfillStatus(
                unit,
                idle ? BackfillState.PAUSED : run.state(),
                totals.todo(),
                totals.merged(),
                totals.done(),
                totals.rows(),
                totals.byKey(),
                estimated,
                percent(run, estimated, totals.rows()),
                passed == null ? null : Math.round(10 * totals.rows() / passed) / 10.0,
                run.startedAt(),
                run.finishedAt(),
                run.state() == BackfillState.RUNNING ? work.waiting(unit) : null,
                remaining(run, totals),
                run.rowsPerSecond(),
                run.bytesPerSecond(),
                run.state() == BackfillState.RUNNING && !idle ? slowedBy(run) : null,
                pace.unseen(),
                preflight);
    }

    private static int percent(Runs.Run run, @Nullable Long estimated, long rows) {
        if (run.state() == BackfillState.COMPLETE) {
            return 100;
        }
        return estimated == null || estimated == 0 ? 0 : (int) Math.min(99, 100 * rows / estimated);
    }

    /** Whoever copies says it after each chunk; what it said long ago is no longer known. */
    private @Nullable String slowedBy(Runs.Run run) {
        Instant at = run.slowedAt();
        boolean stale = at != null && !run.paced() && at.plus(STALE).isBefore(clock.instant());
        return run.slowedBy() != null && stale ? "not known since " + at : run.slowedBy();
    }

    /** Seconds since the start of one that runs, while it was not paused; null if it does not run or has just begun. */
    private @Nullable Double passed(Runs.Run run) {
        double passed = Duration.between(run.startedAt(), clock.instant()).toMillis() / 1e3 - run.pausedSeconds();
        return run.state() == BackfillState.RUNNING && passed > 0 ? passed : null;
    }

    /** By what was copied since the start, while it was not paused. */
    private @Nullable Long remaining(Runs.Run run, Chunks.Totals totals) {
        Preflight preflight = run.preflight();
        if (run.state() != BackfillState.RUNNING || preflight == null || totals.bytes() == 0) {
            return null;
        }
        Double passed = passed(run);
        return passed == null
                ? null
                : (long) Math.ceil(Math.max(0, preflight.bytes() - totals.bytes()) * passed / totals.bytes());
    }

    /**
     * Sets how fast the unit's backfill may go, from the next chunk on, in all instances together.
     *
     * @param rowsPerSecond null: no limit
     * @param bytesPerSecond of documents; null: no limit
     * @throws BackfillRefusedException if there is no backfill to slow down, or a limit is no positive number
     */
    public void limit(String unit, @Nullable Long rowsPerSecond, @Nullable Long bytesPerSecond) throws SQLException {
        units.get(unit);
        if ((rowsPerSecond != null && rowsPerSecond < 1) || (bytesPerSecond != null && bytesPerSecond < 1)) {
            throw new BackfillRefusedException("A limit is 1 per second or more; to stop a backfill, pause it");
        }
        if (runs.find(unit).isEmpty()) {
            throw refused(unit, "limited; start it first");
        }
        pace.limit(unit, rowsPerSecond, bytesPerSecond);
        workers.wake();
    }

    private void begin(String unit, List<BackfillState> unless) throws SQLException {
        units.get(unit);
        Phase phase = states.get(unit).phase();
        if (phase != Phase.BACKFILL) {
            throw new BackfillRefusedException("Unit '" + unit + "' stands in " + names.of(phase)
                    + "; its backfill can be started in " + names.of(Phase.BACKFILL));
        }
        if (!runs.begin(unit, size, unless)) {
            throw refused(unit, "started; resume, cancel or restart it");
        }
        workers.wake();
    }

    private void change(String unit, List<BackfillState> from, BackfillState to) throws SQLException {
        units.get(unit);
        if (!runs.change(unit, from, to)) {
            throw refused(unit, to.code());
        }
        workers.wake();
    }

    private BackfillRefusedException refused(String unit, String what) throws SQLException {
        String state =
                runs.find(unit).map(Runs.Run::state).orElse(BackfillState.NONE).code();
        return new BackfillRefusedException(
                "The backfill of '" + unit + "' stands at '" + state + "' and cannot be " + what);
    }
}
