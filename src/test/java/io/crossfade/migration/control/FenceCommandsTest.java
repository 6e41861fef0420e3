package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.crossfade.testing.CommandsForTests;
import io.crossfade.testing.EngineForTests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the fence asks MongoDB, in which order, and with which read concern: a deposed primary must not answer. */
class FenceCommandsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String REGISTRATION = "update crossfade_instance";
    private static final String FENCE_READ = "find crossfade_fence";

    private static EngineForTests engine;

    private CommandsForTests commands;
    private MongoDatabase database;
    private MongoFence fence;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void listen() {
        commands = new CommandsForTests(engine.mongo());
        database = commands.client().getDatabase("fence_" + UUID.randomUUID());
        fence = FenceForTests.fence(
                database,
                new MongoAnchor(commands.client(), database, LONG),
                new Instance("one", "test", "test", Instant.EPOCH),
                LONG,
                LONG,
                Clock.systemUTC(),
                System::nanoTime,
                new Events(new SimpleMeterRegistry()));
    }

    @AfterEach
    void hangUp() {
        commands.close();
    }

    private List<String> sent() {
        return commands.sent().stream()
                .map(command -> command.name() + " " + command.collection())
                .toList();
    }

    private List<String> readConcerns(String collection) {
        return commands.sent().stream()
                .filter(command ->
                        command.name().equals("find") && command.collection().equals(collection))
                .map(CommandsForTests.Sent::readConcern)
                .toList();
    }

    @Test
    void registersBeforeItReadsTheFence() {
        fence.refresh(List.of());
        // What it looks at before is whether the store is its own; that gives no permit.
        assertThat(sent()).containsSubsequence(FENCE_READ, REGISTRATION, FENCE_READ);
    }

    @Test
    void registersAnewBeforeItReadsTheFenceAgain() {
        fence.refresh(List.of());
        fence.instances().listNow().forEach(one -> fence.instances().remove(one.id(), one.beat()));
        fence.refresh(List.of());
        commands.forget();

        fence.refresh(List.of());

        assertThat(sent().indexOf(REGISTRATION)).isLessThan(sent().lastIndexOf(FENCE_READ));
        assertThat(commands.sent().stream()
                        .filter(command -> command.command().containsKey("updates"))
                        .findFirst()
                        .orElseThrow()
                        .command()
                        .getArray("updates")
                        .toString())
                .as("the registration, not a sign of life")
                .contains("startedAt");
    }

    @Test
    void readsOneFenceNoOlderThanALinearizableRead() {
        fence.refresh(List.of(engine.bean(UnitStates.class).get(OWNERS)));
        commands.forget();

        fence.read(OWNERS);

        assertThat(readConcerns("crossfade_anchor")).containsExactly("linearizable");
        assertThat(readConcerns("crossfade_fence")).containsExactly("majority");
    }

    @Test
    void readsAllFencesNoOlderThanALinearizableRead() {
        fence.refresh(List.of());
        commands.forget();
        fence.refresh(List.of());

        assertThat(readConcerns("crossfade_anchor")).containsExactly("linearizable");
        assertThat(readConcerns("crossfade_fence")).containsExactly("majority");
        assertThat(commands.sent().stream()
                        .filter(command -> command.collection().equals("crossfade_fence"))
                        .findFirst()
                        .orElseThrow()
                        .command()
                        .getDocument("readConcern"))
                .as("at that read's time or later")
                .containsKey("afterClusterTime");
    }

    @Test
    void readsTheRegistryNoOlderThanALinearizableRead() {
        fence.instances().listNow();

        assertThat(readConcerns("crossfade_anchor")).containsExactly("linearizable");
        assertThat(readConcerns("crossfade_instance")).containsExactly("majority");
    }
}
