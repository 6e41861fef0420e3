package io.crossfade.migration.control;

import io.crossfade.migration.StoreNames;
import io.crossfade.testing.EngineForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.springframework.transaction.PlatformTransactionManager;

/** The router over an engine's stores and a fence of the test's own. */
final class RouterForTests {

    private RouterForTests() {}

    /** @param replicates what comes of each replication; none is made */
    static PhaseRouter over(EngineForTests engine, SourceFence source, boolean replicates) {
        return over(engine, source, (unit, keys) -> replicates, Duration.ofSeconds(20));
    }

    static PhaseRouter over(EngineForTests engine, SourceFence source, Replication replication, Duration holdLimit) {
        return new PhaseRouter(
                engine.bean(UnitStates.class),
                source,
                engine.bean(Installation.class),
                engine.bean(AcknowledgedWrites.class),
                new TargetTransactions(
                        engine.bean(PlatformTransactionManager.class),
                        engine.postgres(),
                        engine.bean(PostgresFence.class)),
                replication,
                engine.bean(ShadowReads.class),
                engine.bean(ReplicaReads.class),
                new OperationMetrics(new SimpleMeterRegistry(), engine.bean(StoreNames.class)),
                new Events(new SimpleMeterRegistry()),
                holdLimit);
    }
}
