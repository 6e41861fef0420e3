package io.crossfade.migration.control;

import io.crossfade.migration.Phase;
import io.crossfade.migration.UnitPhases;
import io.crossfade.migration.Units;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where each unit stands, as this instance knows it: read at every call, so it lies in memory. It may be behind the row in
 * the target, which therefore decides again whenever the target is the authority.
 */
public final class UnitStates implements UnitPhases {

    private final Units units;
    private final PostgresFence fence;
    private final Map<String, FenceRow> rows = new ConcurrentHashMap<>();
    private volatile long readAt = System.nanoTime();

    /**
     * Registers the units and reads them once.
     *
     * @param feedOnly units that are replicated by their feeds alone
     * @throws UnknownPhaseException if a unit stands in a phase that this version does not know
     */
    public UnitStates(Units units, PostgresFence fence, Set<String> feedOnly) throws SQLException {
        this.units = units;
        this.fence = fence;
        feedOnly.forEach(units::get);
        fence.register(units.all().stream().map(unit -> unit.name()).toList(), feedOnly);
        refresh();
    }

    /** @throws io.crossfade.migration.UnknownUnitException if there is none of that name */
    public FenceRow get(String unit) {
        FenceRow row = rows.get(unit);
        if (row == null) {
            units.get(unit);
            throw new IllegalStateException("Unit '" + unit + "' was never read");
        }
        return row;
    }

    @Override
    public Phase phase(String unit) {
        return get(unit).phase();
    }

    /** In dependency order. */
    public List<FenceRow> all() {
        return units.all().stream().map(unit -> get(unit.name())).toList();
    }

    /** Reads all rows again. */
    public void refresh() throws SQLException {
        long start = System.nanoTime();
        for (FenceRow row : fence.readAll()) {
            accept(row);
        }
        readAt = start;
    }

    /** How long ago the target last answered. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - readAt);
    }

    /** Takes in a row, unless a newer one is known; wakes those who wait for a change. */
    public void accept(FenceRow row) {
        rows.merge(row.unit(), row, (known, read) -> read.epoch() >= known.epoch() ? read : known);
        synchronized (this) {
            notifyAll();
        }
    }

    /** Waits until the unit stands at another epoch than the given one; returns at the latest after so many nanoseconds. */
    void awaitChange(String unit, long epoch, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        synchronized (this) {
            while (get(unit).epoch() == epoch) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                wait(Math.max(1, left / 1_000_000));
            }
        }
    }
}
