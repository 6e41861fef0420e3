package io.crossfade.migration.backfill;

import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** A whole copy of a unit that stands in BACKFILL, for the tests of other packages. */
public final class CopyForTests {

    private CopyForTests() {}

    public static void copy(TwoStores stores, UnitMapping unit) throws Exception {
        Runs runs = new Runs(stores.target);
        if (!runs.begin(unit.name(), new ChunkSize(10, 1 << 20), List.of())) {
            throw new IllegalStateException("A copy runs already");
        }
        UnitBackfill backfill = new BackfillForTests(stores, new SimpleMeterRegistry()).observed(Step.Observer.NONE);
        while (backfill.step(unit)) {
            if (runs.find(unit.name()).isEmpty()) {
                throw new IllegalStateException("The run is gone");
            }
        }
    }
}
