package io.crossfade.migration.backfill;

import io.crossfade.migration.Units;
import io.crossfade.migration.control.Events;
import io.crossfade.migration.control.UnitStates;
import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A backfill over two stores, to be gone through step by step. */
final class BackfillForTests {

    private final TwoStores stores;
    private final MeterRegistry meters;
    Units units;
    UnitStates states;
    SyncByKey sync;
    Duration chunkTime = Duration.ofMinutes(1);
    long heldBytes = 1 << 20;
    int writers = 2;
    Politeness politeness = Politeness.none();

    @Nullable
    Long freeBytes;

    BackfillForTests(TwoStores stores, MeterRegistry meters) {
        this.stores = stores;
        this.meters = meters;
        units = stores.units;
        states = stores.states;
        sync = stores.sync::sync;
    }

    Pace pace() {
        return new Pace(stores.target, politeness);
    }

    UnitBackfill observed(Step.Observer observer) {
        return BackfillConfiguration.unitBackfill(
                units,
                states,
                stores.target,
                stores.target,
                stores.fence,
                stores.client,
                stores.source,
                stores.reads::anchored,
                sync,
                new Events(meters),
                pace(),
                Clock.systemUTC(),
                new Inspection.Assumptions(5_000_000, freeBytes),
                new ChunkMerge.Limits(chunkTime, heldBytes, writers),
                observer);
    }
}
