package io.crossfade.migration.sync;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.crossfade.migration.control.ControlProperties;
import io.crossfade.migration.control.Installation;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncPropertiesTest {

    private static void start(Duration silenceLimit) {
        ControlProperties control = new ControlProperties(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofDays(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                silenceLimit,
                Duration.ofSeconds(1),
                Set.of(),
                "");
        SyncProperties sync = new SyncProperties(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(2));
        try (MongoClient nobody = MongoClients.create("mongodb://localhost:1")) {
            new SyncConfiguration()
                    .sourceWrites(
                            nobody,
                            nobody.getDatabase("nobody"),
                            Installation.ofNewStores(),
                            sync,
                            control,
                            Clock.systemUTC())
                    .close();
        }
    }

    @Test
    void refusesToTakeAnInstanceForDeadWhoseWritesMayBeUnderWay() {
        assertThatThrownBy(() -> start(Duration.ofSeconds(8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("crossfade.control.silence-limit", "crossfade.sync.source-limit", "8000 ms");
        assertThatCode(() -> start(Duration.ofSeconds(9))).doesNotThrowAnyException();
    }
}
