package io.crossfade.migration.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.migration.StoreNames;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** Red if a metric speaks of a source and a target. */
class StoreTagsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void namesStoresAndPhases() {
        meters.config().meterFilter(new StoreTags(new StoreNames("MONGO", "POSTGRES")));

        assertThat(tag("crossfade.replication", "replica", Side.TARGET.name())).isEqualTo("postgres");
        assertThat(tag("crossfade.move.step", "to", Phase.SOURCE_REMOVED.code()))
                .isEqualTo("mongo_removed");
        assertThat(tag("crossfade.phase", "phase", Phase.DUAL_WRITE.code())).isEqualTo("dual_write");
        assertThat(tag("crossfade.events", "unit", "source"))
                .as("a unit's own name")
                .isEqualTo("source");
        assertThat(tag("other", "store", "source")).isEqualTo("source");
    }

    private String tag(String name, String key, String value) {
        return String.valueOf(meters.counter(name, key, value).getId().getTag(key));
    }
}
