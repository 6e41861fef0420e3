package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.Side;
import io.crossfade.testing.EngineForTests;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is there, who is silent, and who must not act because nobody would wait for it. */
class InstancesTest {

    private static final Instance ANOTHER = new Instance("another", "elsewhere:1", "1", Instant.EPOCH);

    private final AtomicLong nanos = new AtomicLong();
    private EngineForTests engine;
    private PostgresInstances another;
    private MongoFence anothersFence;
    private Instances instances;

    @BeforeEach
    void registerAnother() throws Exception {
        engine = EngineForTests.start();
        another = new PostgresInstances(engine.postgres(), ANOTHER);
        another.beat();
        anothersFence = FenceForTests.instance(engine, "strattio", Duration.ofSeconds(10), Duration.ofSeconds(10));
        instances = new Instances(
                engine.bean(Instance.class),
                engine.bean(MongoFence.class).instances(),
                new PostgresInstances(engine.postgres(), engine.bean(Instance.class)),
                new Removals(engine.bean(Audit.class), Duration.ofSeconds(30)),
                Duration.ofSeconds(2),
                engine.bean(StoreContact.class),
                Clock.systemUTC(),
                nanos::get);
        instances.observe();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        instances.observe();
    }

    /** The other one is in one registry alone, which keeps the first move from being made. */
    private void leaveTheEngineAlone() throws Exception {
        another.leave();
        await().until(() ->
                InstallationClaim.unpaired(engine.bean(Instances.class)).isEmpty());
    }

    private boolean knows(String id) {
        return instances.all().stream().anyMatch(view -> view.id().equals(id));
    }

    @Test
    void namesASilentOneAndTakesItForDeadAfterAWhile() throws Exception {
        pass(Duration.ofSeconds(20));
        assertThat(instances.silent()).anyMatch(name -> name.contains("elsewhere:1"));
        assertThat(knows("another")).isTrue();

        pass(Duration.ofSeconds(20));
        pass(Duration.ZERO);

        assertThat(knows("another")).isFalse();
        assertThat(another.beat()).as("it lives, and was not known any more").isFalse();
        assertThat(engine.query("SELECT actor || ' ' || reason FROM crossfade.audit WHERE action = 'remove-instance'"))
                .contains("silence instance another at elsewhere:1 gave no sign of life for 30 s and was removed from"
                        + " the target's registry");
    }

    @Test
    void aSignOfLifeEndsTheSilence() throws Exception {
        pass(Duration.ofSeconds(20));
        another.beat();
        pass(Duration.ofSeconds(20));
        assertThat(knows("another")).isTrue();
    }

    @Test
    void namesOneThatReachesTheSourceAlone() throws Exception {
        assertThat(instances.cutOffFromTarget()).isEmpty();
        MongoInstances atSource = new MongoInstances(
                engine.database(),
                new MongoAnchor(engine.client(), engine.database(), Duration.ofSeconds(5)),
                ANOTHER,
                Duration.ofSeconds(5));
        atSource.register();
        pass(Duration.ofSeconds(20));
        engine.bean(MongoFence.class).instances().beat(Map.of());
        atSource.beat(Map.of());
        new PostgresInstances(engine.postgres(), engine.bean(Instance.class)).beat();
        instances.observe();

        assertThat(instances.cutOffFromTarget()).containsExactly("elsewhere:1");

        another.beat();
        instances.observe();
        assertThat(instances.cutOffFromTarget()).isEmpty();
    }

    private Instances.View another() {
        return instances.all().stream()
                .filter(view -> view.id().equals("another"))
                .findFirst()
                .orElseThrow();
    }

    /** Red if a store that is away for one instance alone is not seen to be, or what a dead one said last is shown as what is. */
    @Test
    void tellsWhatAnotherSeesOfTheStoreThatItCannotTellItself() throws Exception {
        Instant lost = Instant.parse("2026-03-01T12:00:00Z");
        assertThat(another().sees().get(Side.SOURCE).answers())
                .as("it has not said")
                .isNull();
        assertThat(another().sees().get(Side.TARGET)).isEqualTo(new Sight(true, null));
        another.tell(new StoreContact.State(false, lost));
        another.beat();
        instances.observe();
        assertThat(another().sees().get(Side.SOURCE)).isEqualTo(new Sight(false, lost));

        MongoInstances atSource = new MongoInstances(
                engine.database(),
                new MongoAnchor(engine.client(), engine.database(), Duration.ofSeconds(5)),
                ANOTHER,
                Duration.ofSeconds(5));
        atSource.register();
        atSource.tell(new StoreContact.State(true, lost));
        atSource.beat(Map.of());
        instances.observe();
        assertThat(another().sees().get(Side.TARGET)).isEqualTo(new Sight(true, lost));

        Instant before = Instant.now();
        pass(Duration.ofSeconds(20));
        for (Side store : Side.values()) {
            assertThat(another().sees().get(store).answers())
                    .as("it says nothing any more")
                    .isNull();
            assertThat(another().sees().get(store).since()).isBefore(before.minusSeconds(15));
        }
    }

    /** Red if an instance is taken for silent because its registry is not read. */
    @Test
    void tellsWhenARegistryIsNotRead() {
        assertThat(instances.unreadSince(Side.TARGET)).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(instances.unreadSince(Side.TARGET)).hasValueSatisfying(since -> assertThat(since)
                .isBefore(Instant.now().minusSeconds(15)));
    }

    @Test
    void anAdminRemovesOnlyASilentOne() throws Exception {
        assertThatThrownBy(() -> instances.remove("another"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sign of life");
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(instances.remove("another")).isTrue();
        assertThat(instances.remove("nobody")).isFalse();
    }

    @Test
    void noReplicaWriteOfOneThatNobodyWouldWaitFor() throws Exception {
        PostgresInstances unknown =
                new PostgresInstances(engine.postgres(), new Instance("unknown", "x", "1", Instant.EPOCH));
        try (Connection connection = engine.postgres().getConnection()) {
            Pipeline pipeline = new Pipeline();
            Registration.Answer known = another.ask(pipeline);
            Registration.Answer refused = unknown.ask(pipeline);
            pipeline.run(connection);

            known.require();
            assertThatThrownBy(refused::require).hasMessageContaining("not registered");
        }
    }

    @Test
    void theWayBackWaitsForTheWordOfEveryRegisteredInstance() throws Exception {
        another.sayQuiet(OWNERS, 6);
        assertThat(another.notQuiet(OWNERS, 7)).contains("elsewhere:1");
        another.sayQuiet(OWNERS, 7);
        assertThat(another.notQuiet(OWNERS, 7)).doesNotContain("elsewhere:1");
    }

    @Test
    void oneMoveAtATimeOverAllInstances() throws Exception {
        leaveTheEngineAlone();
        Leases anothers = new Leases(engine.postgres(), ANOTHER, Installation.ofNewStores());
        assertThat(anothers.acquire("move:" + OWNERS, Duration.ofMinutes(1))).isTrue();

        MoveReport refused = engine.bean(Moves.class)
                .move(OWNERS, new Moves.Request(Phase.DUAL_WRITE, null, null, Requester.named("tester"), "a test"));

        assertThat(refused.gates()).anyMatch(gate -> gate.gate().equals("no-move-under-way") && !gate.holds());
        anothers.release("move:" + OWNERS);
        assertThat(engine.bean(Moves.class)
                        .move(
                                OWNERS,
                                new Moves.Request(Phase.DUAL_WRITE, null, null, Requester.named("tester"), "a test"))
                        .done())
                .isTrue();
    }

    @Test
    void aLeaseOfOneThatStoppedIsTakenOver() throws Exception {
        Leases anothers = new Leases(engine.postgres(), ANOTHER, Installation.ofNewStores());
        Leases ours = engine.bean(Leases.class);
        assertThat(anothers.acquire("work", Duration.ofMinutes(1))).isTrue();
        assertThat(ours.acquire("work", Duration.ofMinutes(1))).isFalse();
        assertThat(anothers.acquire("work", Duration.ofMillis(1)))
                .as("renewed by its holder")
                .isTrue();
        await().until(() -> ours.acquire("work", Duration.ofMinutes(1)));
    }

    @Test
    void refusesToStartBesideAPhaseItDoesNotKnow() throws Exception {
        engine.bean(InstallationClaim.class).claim("test");
        engine.execute("UPDATE crossfade.unit SET phase = 'newer' WHERE name = 'owners'");
        assertThatThrownBy(engine::restart)
                .rootCause()
                .isInstanceOf(UnknownPhaseException.class)
                .hasMessageContaining("'owners' stands in phase 'newer'");
        engine.execute("UPDATE crossfade.unit SET phase = 'source' WHERE name = 'owners'");
        engine.restart();
    }

    @Test
    void servesWhereTheStoreThatDecidesAnswers() {
        Serving serving = engine.bean(Serving.class);
        await().until(() -> serving.obstacles().isEmpty());
        engine.mongo().stop();
        await().until(() -> serving.obstacles().containsKey(OWNERS));
        assertThat(serving.obstacles().get(OWNERS)).contains("MONGO decides");
        await("this instance to tell the others what it sees")
                .until(() -> engine.query("SELECT source_answers::text FROM crossfade.instance WHERE id = '"
                                + engine.bean(Instance.class).id() + "'")
                        .equals(List.of("false")));
        engine.mongo().restart();
        await().atMost(Duration.ofSeconds(30)).until(() -> serving.obstacles().isEmpty());
    }

    @Test
    void tellsInEachRegistryWhatItSeesOfTheOtherStore() {
        String id = engine.bean(Instance.class).id();
        await().until(() -> engine.query("SELECT source_answers::text FROM crossfade.instance WHERE id = '" + id + "'")
                .equals(List.of("true")));
        await().until(() -> engine.bean(MongoFence.class).instances().list().stream()
                .filter(registered -> registered.id().equals(id))
                .anyMatch(registered ->
                        registered.target() != null && registered.target().answers()));
    }

    @Test
    void goesOnAfterItWasPaused() {
        ControlSchedule schedule = engine.bean(ControlSchedule.class);
        schedule.stop();
        assertThat(engine.bean(SourceFence.class).permit(OWNERS)).isEmpty();

        schedule.start();

        assertThat(engine.bean(SourceFence.class).permit(OWNERS)).isPresent();
        assertThat(engine.query("SELECT id FROM crossfade.instance"))
                .contains(engine.bean(Instance.class).id());
    }

    @Test
    void leavesBothRegistriesWhenItStops() {
        anothersFence.refresh(List.of());
        String id = engine.bean(Instance.class).id();
        assertThat(knows(id)).isTrue();
        MongoInstances registry = anothersFence.instances();

        engine.restart();

        assertThat(registry.list()).noneMatch(instance -> instance.id().equals(id));
        assertThat(engine.query("SELECT id FROM crossfade.instance")).doesNotContain(id);
    }
}
