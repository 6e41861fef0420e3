package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static io.crossfade.testing.EngineForTests.PETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.testing.EngineForTests;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A move and its dry run are refused alike, by each gate, and within seconds whatever is locked. */
class RefusedMovesTest {

    private static EngineForTests engine;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start("crossfade.control.permit-ttl=1s");
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @AfterEach
    void goBack() {
        engine.execute("DELETE FROM crossfade.quarantine");
        engine.execute("DELETE FROM crossfade.outbox");
        engine.execute("DELETE FROM crossfade.lease WHERE holder = 'test'");
        engine.execute("DELETE FROM crossfade.instance WHERE id = 'dead'");
        engine.execute("UPDATE crossfade.checkpoint SET lost_at = NULL, lost_reason = NULL");
        engine.stand(PETS, Phase.SOURCE);
        engine.stand(OWNERS, Phase.SOURCE);
        await().until(() -> engine.bean(Instances.class).silent().isEmpty());
    }

    private static Moves.Request request(Phase to, @Nullable Long epoch) {
        return new Moves.Request(to, null, epoch, Requester.named("tester"), "a test");
    }

    private static Moves.Request bothRefuse(String unit, Phase to, @Nullable Long epoch, String gate) {
        Moves moves = engine.bean(Moves.class);
        if (!gate.equals("caught-up")) {
            await("the follower to be level").until(() -> moves.dryRun(unit, request(to, epoch)).gates().stream()
                    .filter(result -> result.gate().equals("caught-up"))
                    .allMatch(Gate.Result::holds));
        }
        Moves.Request request = request(to, epoch);
        MoveReport dry = moves.dryRun(unit, request);
        MoveReport made = moves.move(unit, request);

        assertThat(dry.outcome()).isEqualTo("refused");
        assertThat(dry.gates())
                .filteredOn(result -> !result.holds())
                .extracting(Gate.Result::gate)
                .contains(gate);
        assertThat(made.outcome()).isEqualTo(dry.outcome());
        assertThat(made.message()).isEqualTo(dry.message()).startsWith("not moved: ");
        assertThat(made.gates())
                .extracting(result -> result.gate() + result.holds())
                .isEqualTo(dry.gates().stream()
                        .map(result -> result.gate() + result.holds())
                        .toList());
        assertThat(audited("outcome", request)).containsExactly("begun", "refused");
        return request;
    }

    /** What the audit says of a request, in order. */
    private static List<String> audited(String columns, Moves.Request request) {
        return engine.query(
                "SELECT " + columns + " FROM crossfade.audit WHERE attempt = '" + request.id() + "' ORDER BY id");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            SOURCE,         DUAL_WRITE,     parents-not-behind,  pets
            DUAL_WRITE,     SOURCE,         children-not-ahead,  owners
            SOURCE,         SHADOW_READ,    one-step,            owners
            DUAL_WRITE,     BACKFILL,       caught-up,           owners
            BACKFILL,       SHADOW_READ,    backfill-complete,   owners
            SHADOW_READ,    READ_SWITCH,    verified-clean,      owners
            SHADOW_READ,    READ_SWITCH,    nothing-quarantined, owners
            SHADOW_READ,    READ_SWITCH,    history-kept,        owners
            READ_SWITCH,    TARGET,         all-reads-switched,  owners
            READ_SWITCH,    TARGET,         strict,              owners
            SOURCE,         DUAL_WRITE,     no-move-under-way,   owners
            """)
    void aMoveAndItsDryRun(Phase from, Phase to, String gate, String unit) throws Exception {
        if (to == Phase.TARGET || gate.equals("nothing-quarantined")) {
            engine.execute("INSERT INTO crossfade.quarantine (unit, key, reason) VALUES ('owners', 'k', 'r')");
        }
        if (from != Phase.SOURCE) {
            engine.stand(OWNERS, from);
            engine.stand(PETS, from);
        }
        switch (gate) {
            case "history-kept" ->
                engine.execute("UPDATE crossfade.checkpoint SET lost_at = now(), lost_reason = 'a test'");
            case "caught-up" -> {
                engine.keepOut("outbox");
                engine.execute("INSERT INTO crossfade.outbox (unit, key, at) VALUES ('owners',"
                        + " gen_random_uuid(), now() - interval '1 hour')");
            }
            case "no-move-under-way" -> engine.keepOut("move:owners");
            default -> {}
        }
        bothRefuse(unit, to, null, gate);
    }

    @Test
    void fromAnotherEpoch() {
        bothRefuse(OWNERS, Phase.DUAL_WRITE, 4711L, "epoch");
    }

    @Test
    void withoutTheSource() {
        engine.mongo().stop();
        await().until(() -> engine.bean(SourceFence.class).permit(OWNERS).isEmpty());
        try {
            Moves.Request request = bothRefuse(OWNERS, Phase.DUAL_WRITE, null, "source-reachable");
            assertThat(audited("detail ->> 'seen'", request).getLast()).contains("fence-in-step");
        } finally {
            engine.mongo().restart();
        }
    }

    @Test
    void whileAnInstanceIsSilent() throws Exception {
        engine.execute("INSERT INTO crossfade.quarantine (unit, key, reason) VALUES ('owners', 'k', 'r')");
        engine.stand(OWNERS, Phase.READ_SWITCH);
        new PostgresInstances(engine.postgres(), new Instance("dead", "elsewhere:1", "1", Instant.EPOCH)).beat();
        await().until(() -> !engine.bean(Instances.class).silent().isEmpty());
        bothRefuse(OWNERS, Phase.TARGET, null, "instances-answer");
    }

    /** Red if whoever asks waits as long as something else holds a lock. */
    @ParameterizedTest
    @ValueSource(strings = {"crossfade.checkpoint", "crossfade.audit"})
    void whateverIsLocked(String table) throws Exception {
        engine.stand(OWNERS, Phase.DUAL_WRITE);
        Moves moves = engine.bean(Moves.class);
        try (Connection busy = engine.postgres().getConnection();
                Statement statement = busy.createStatement()) {
            busy.setAutoCommit(false);
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");

            assertThat(moves.move(OWNERS, request(Phase.BACKFILL, null)).outcome())
                    .isEqualTo("refused");
            busy.rollback();
        }
        assertThat(engine.bean(PostgresFence.class).read(OWNERS).phase()).isEqualTo(Phase.DUAL_WRITE);
    }

    @Test
    void ofAllUnitsIfOneMayNotMove() {
        engine.stand(PETS, Phase.DUAL_WRITE);
        Moves.Request request = request(Phase.DUAL_WRITE, null);
        List<MoveReport> reports = engine.bean(Moves.class).moveAll(request);
        assertThat(reports).extracting(MoveReport::outcome).containsExactly("done", "unchanged");
        assertThat(audited("unit || ' ' || action || ' ' || outcome", request))
                .containsExactly(
                        "* move begun",
                        "owners move begun",
                        "owners move done",
                        "pets move begun",
                        "pets move unchanged",
                        "* move done");
    }
}
