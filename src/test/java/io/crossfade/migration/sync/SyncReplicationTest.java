package io.crossfade.migration.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.testing.TwoStores;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class SyncReplicationTest {

    /** What the bulk work goes by: the time that a request waits for the other store is no part of the repository's own. */
    @Test
    void isTimedByItself() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        SyncProperties limits = new SyncProperties(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMillis(100));
        try (TwoStores stores = new TwoStores()) {
            stores.phase("dual_write");
            try (SyncReplication replication = new SyncReplication(stores.sync, stores.states, limits, meters)) {
                assertThat(replication.replicate("owners", List.of(new ObjectId().toHexString())))
                        .isTrue();
            }
        }
        Timer timer = meters.get("crossfade.replication").tag("outcome", "done").timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }
}
