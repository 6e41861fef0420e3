package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.migration.UnavailableException;
import io.crossfade.testing.EngineForTests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dead instance stands in two registries, and one of the stores may be away. */
class InstanceRemovalTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Instance dead = new Instance("dead", "elsewhere:1", "1", Instant.EPOCH);
    private EngineForTests engine;
    private Instances instances;

    @BeforeEach
    void registerItInBoth() throws Exception {
        engine = EngineForTests.start();
        new PostgresInstances(engine.postgres(), dead).beat();
        MongoInstances registry = new MongoInstances(
                engine.database(),
                new MongoAnchor(engine.client(), engine.database(), Duration.ofSeconds(5)),
                dead,
                Duration.ofSeconds(5));
        registry.register();
        registry.beat(Map.of(OWNERS, 7L));
        instances = new Instances(
                engine.bean(Instance.class),
                engine.bean(MongoFence.class).instances(),
                new PostgresInstances(engine.postgres(), engine.bean(Instance.class)),
                new Removals(engine.bean(Audit.class), Duration.ofMinutes(10)),
                Duration.ofSeconds(2),
                engine.bean(StoreContact.class),
                Clock.systemUTC(),
                nanos::get);
        instances.observe();
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private Instances.View view() {
        return instances.all().stream()
                .filter(view -> view.id().equals("dead"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void leavesTheOtherRegistryToALaterTryAndSaysSo() {
        engine.mongo().stop();

        assertThatThrownBy(() -> instances.remove("dead"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContainingAll("from MongoDB's registry", "removed from PostgreSQL's");
        assertThat(engine.query("SELECT id FROM crossfade.instance")).doesNotContain("dead");

        engine.mongo().restart();
        assertThat(instances.remove("dead")).isTrue();
        assertThat(engine.bean(MongoFence.class).instances().listNow())
                .noneMatch(registered -> registered.id().equals("dead"));
    }

    @Test
    void isShownWithHowLongItActsByAnEpoch() {
        assertThat(view().epochs()).containsEntry(OWNERS, 7L);
        assertThat(view().epochMillis()).containsEntry(OWNERS, 20_000L);
    }
}
