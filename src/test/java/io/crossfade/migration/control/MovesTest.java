package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static io.crossfade.testing.EngineForTests.PETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.migration.verify.Verification;
import io.crossfade.testing.CommandsForTests;
import io.crossfade.testing.EngineForTests;
import io.crossfade.testing.OwnersForTests;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The whole way there and back, step by step, with every gate. */
@ExtendWith(OutputCaptureExtension.class)
class MovesTest {

    /** A connection string that asks for less than the promises need. */
    private static final String WEAK = "&readConcernLevel=local&w=1&journal=false&readPreference=secondaryPreferred";

    private EngineForTests engine;
    private CommandsForTests commands;
    private OwnersForTests owners;

    @BeforeEach
    void start() {
        engine = EngineForTests.startThrough(mongo -> {
            commands = new CommandsForTests(mongo, WEAK);
            return commands.client();
        });
        owners = new OwnersForTests(engine);
    }

    @AfterEach
    void stop() {
        engine.close();
        commands.close();
    }

    /** Whatever the connection string says. */
    private void hasAskedForMajoritiesOfThePrimary() {
        assertThat(commands.sent())
                .anyMatch(sent ->
                        sent.name().equals("aggregate") && sent.collection().isEmpty())
                .allSatisfy(sent -> {
                    BsonDocument command = sent.command();
                    switch (sent.name()) {
                        case "find", "aggregate", "count" ->
                            assertThat(sent.readConcern())
                                    .as(sent.toString())
                                    .isIn(sent.collection().equals("oplog.rs") ? "local" : "majority", "linearizable");
                        case "insert", "update", "delete", "findAndModify" ->
                            assertThat(command.getDocument("writeConcern").get("w"))
                                    .as(sent.toString())
                                    .isEqualTo(new BsonString("majority"));
                        default -> {}
                    }
                    assertThat(command.getDocument("$readPreference", new BsonDocument())
                                    .toJson())
                            .doesNotContain("secondary");
                });
    }

    private static Moves.Request to(Phase phase, Integer percent) {
        return new Moves.Request(phase, percent, null, Requester.named("tester"), "a test");
    }

    private MoveReport move(String unit, Phase phase, Integer percent) {
        return engine.bean(Moves.class).move(unit, to(phase, percent));
    }

    /** Repeats the wish until its gates hold. */
    private void moveBoth(Phase phase, Integer percent) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(engine.bean(Moves.class).moveAll(to(phase, percent)))
                        .allSatisfy(report ->
                                assertThat(report.done()).as(report.toString()).isTrue()));
    }

    private void verifyBoth() throws Exception {
        for (String unit : List.of(OWNERS, PETS)) {
            assertThat(engine.bean(Verification.class).run(unit, false).clean()).isTrue();
        }
    }

    @Test
    void goesThereAndBackWithoutLosingAWrite(CapturedOutput output) throws Exception {
        ObjectId old = new ObjectId();
        owners.putInSource(old, 1);
        ObjectId id = new ObjectId();
        int value = 0;

        for (Phase phase : List.of(Phase.DUAL_WRITE, Phase.BACKFILL, Phase.SHADOW_READ)) {
            owners.put(id, ++value);
            moveBoth(phase, null);
            assertThat(owners.get(id)).isEqualTo(value);
        }
        assertThat(owners.getFromTarget(old)).as("copied by the backfill").isEqualTo(1);
        verifyBoth();
        moveBoth(Phase.READ_SWITCH, 10);
        owners.put(id, ++value);
        moveBoth(Phase.READ_SWITCH, 100);
        moveBoth(Phase.TARGET, null);
        assertThat(engine.bean(MeterRegistry.class)
                        .get("crossfade.move.step")
                        .tags("unit", OWNERS, "to", Phase.TARGET.code(), "step", "drain")
                        .timer()
                        .count())
                .isPositive();
        owners.put(id, ++value);
        assertThat(owners.getFromTarget(id)).isEqualTo(value);
        verifyBoth();
        moveBoth(Phase.SOURCE_REMOVED, null);
        owners.put(id, ++value);
        assertThat(owners.getFromSource(id)).as("no longer followed").isEqualTo(value - 1);

        moveBoth(Phase.TARGET, null);
        assertThat(owners.getFromSource(id)).as("brought up to date").isEqualTo(value);
        for (Phase phase :
                List.of(Phase.READ_SWITCH, Phase.SHADOW_READ, Phase.BACKFILL, Phase.DUAL_WRITE, Phase.SOURCE)) {
            owners.put(id, ++value);
            moveBoth(phase, null);
            assertThat(owners.get(id)).isEqualTo(value);
        }
        assertThat(owners.getFromSource(id)).isEqualTo(value);
        hasAskedForMajoritiesOfThePrimary();
        assertThat(engine.bean(Audit.class).list(OWNERS, null, 100))
                .filteredOn(entry -> entry.outcome().equals("done")
                        && entry.attempt().action().equals("move"))
                .hasSize(12)
                .allSatisfy(entry -> assertThat(entry.attempt().by().name()).isEqualTo("tester"));
        assertThat(engine.query("SELECT made_by FROM crossfade.installation"))
                .as("who asked for the move that made it one")
                .containsExactly("tester");
        assertThat(output)
                .contains(
                        "moved from MONGO to DUAL_WRITE", "moved from READ_SWITCH to POSTGRES", "move to MONGO_REMOVED")
                .doesNotContainPattern("(?i)unit '.*\\b(source|target|source_removed)\\b");
    }

    @Test
    void refusesToSkipAStepAndNamesTheNeighbours() {
        MoveReport report = move(OWNERS, Phase.TARGET, null);

        assertThat(report.outcome()).isEqualTo("refused");
        assertThat(report.gates()).singleElement().satisfies(gate -> {
            assertThat(gate.gate()).isEqualTo("one-step");
            assertThat(gate.detail()).contains("DUAL_WRITE");
        });
    }

    @Test
    void keepsAChildBehindItsParent() {
        assertThat(move(PETS, Phase.DUAL_WRITE, null).gates())
                .anySatisfy(gate -> assertThat(gate.gate() + gate.holds()).isEqualTo("parents-not-behindfalse"));
        assertThat(move(OWNERS, Phase.DUAL_WRITE, null).done()).isTrue();
        assertThat(move(PETS, Phase.DUAL_WRITE, null).done()).isTrue();
        assertThat(move(OWNERS, Phase.SOURCE, null).gates())
                .anySatisfy(gate -> assertThat(gate.gate() + gate.holds()).isEqualTo("children-not-aheadfalse"));
    }

    @Test
    void changesNothingInADryRun() {
        MoveReport report = engine.bean(Moves.class).dryRun(OWNERS, to(Phase.DUAL_WRITE, null));

        assertThat(report.outcome()).isEqualTo("dry-run");
        assertThat(report.message()).contains("change stream");
        assertThat(engine.bean(UnitStates.class).get(OWNERS).phase()).isEqualTo(Phase.SOURCE);
        assertThat(engine.bean(Audit.class))
                .satisfies(audit -> assertThat(audit.list(null, null, 10)).isEmpty());
    }

    @Test
    void dropsTheSourcesDataOnlyOnceItsRetentionIsOver() throws Exception {
        ObjectId id = new ObjectId();
        owners.putInSource(id, 1);
        Moves moves = engine.bean(Moves.class);
        assertThat(moves.dropSource(OWNERS, Requester.named("tester"), null).gates())
                .anySatisfy(gate -> assertThat(gate.gate() + gate.holds()).isEqualTo("source-removedfalse"));
        engine.stand(OWNERS, Phase.SOURCE_REMOVED);
        engine.flip(OWNERS, row -> row.withRetainUntil(Instant.now().plusSeconds(60)));
        assertThat(moves.dropSource(OWNERS, Requester.named("tester"), null).gates())
                .anySatisfy(gate -> assertThat(gate.gate() + gate.holds()).isEqualTo("retention-overfalse"));
        assertThat(owners.getFromSource(id)).isEqualTo(1);

        engine.flip(OWNERS, row -> row.withRetainUntil(Instant.now().minusSeconds(60)));
        assertThat(moves.dropSource(OWNERS, Requester.named("tester"), "disk").done())
                .isTrue();
        assertThat(owners.getFromSource(id)).isEqualTo(-1);
        assertThat(engine.bean(Audit.class).list(OWNERS, null, 10).getFirst().outcome())
                .isEqualTo("done");
    }

    @Test
    void doesNotBeginWithoutTheSource() {
        engine.mongo().stop();
        assertThat(move(OWNERS, Phase.DUAL_WRITE, null).gates())
                .anySatisfy(gate -> assertThat(gate.gate() + gate.holds()).isEqualTo("source-reachablefalse"));
        engine.mongo().restart();
    }

    @Test
    void keepsItsPhaseOverARestart() {
        move(OWNERS, Phase.DUAL_WRITE, null);

        engine.restart();

        assertThat(engine.bean(UnitStates.class).get(OWNERS).phase()).isEqualTo(Phase.DUAL_WRITE);
        ObjectId byAnotherHand = new ObjectId();
        owners = new OwnersForTests(engine);
        owners.putInSource(byAnotherHand, 5);
        await().until(() -> owners.getFromTarget(byAnotherHand) == 5);
    }

    @Test
    void blocksUntilARepairWhenHistoryWasLost() throws Exception {
        moveBoth(Phase.DUAL_WRITE, null);
        moveBoth(Phase.BACKFILL, null);
        moveBoth(Phase.SHADOW_READ, null);
        verifyBoth();
        engine.mongo().faults().loseHistory();
        ObjectId missed = new ObjectId();
        owners.putInSource(missed, 1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> engine.query("SELECT unit FROM crossfade.checkpoint WHERE lost_at IS NOT NULL")
                        .contains(OWNERS));

        assertThat(move(OWNERS, Phase.READ_SWITCH, null).gates())
                .anySatisfy(gate -> assertThat(gate.gate() + gate.holds()).isEqualTo("history-keptfalse"));

        engine.bean(Verification.class).run(OWNERS, true);
        assertThat(owners.getFromTarget(missed)).isEqualTo(1);
        await().untilAsserted(() ->
                assertThat(move(OWNERS, Phase.READ_SWITCH, null).done()).isTrue());
    }

    @Test
    void nothingMovesFromAnEpochThatIsNoMore() {
        long seen = engine.bean(UnitStates.class).get(OWNERS).epoch();
        MoveReport stale = engine.bean(Moves.class)
                .move(OWNERS, new Moves.Request(Phase.DUAL_WRITE, null, seen + 1, Requester.named("tester"), "a test"));
        assertThat(stale.outcome()).isEqualTo("refused");
        assertThat(stale.gates()).anyMatch(gate -> gate.gate().equals("epoch"));

        assertThat(engine.bean(Moves.class)
                        .move(
                                OWNERS,
                                new Moves.Request(Phase.DUAL_WRITE, null, seen, Requester.named("tester"), "a test"))
                        .done())
                .isTrue();
    }
}
