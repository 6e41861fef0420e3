package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static io.crossfade.testing.EngineForTests.PETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crossfade.migration.Phase;
import io.crossfade.testing.EngineForTests;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A move whose instance is gone ends by another's hand, and the audit says whose request it was. */
class LeftMovesTest {

    private static EngineForTests engine;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static Moves.Request request(Phase to) {
        return new Moves.Request(to, null, null, new Requester("tester", "10.0.0.1"), "ticket 4711");
    }

    private static Audit.Attempt left(String unit, Phase to) throws Exception {
        Audit.Attempt attempt =
                request(to).attempt(engine.bean(UnitStates.class).get(unit));
        engine.bean(MoveLog.class).begin(attempt);
        return attempt;
    }

    private static List<String> entries(Audit.Attempt attempt) {
        return engine.query(
                "SELECT concat_ws(' ', action, outcome, actor, address, reason) FROM crossfade.audit WHERE attempt = '"
                        + attempt.id() + "' ORDER BY id");
    }

    private static void awaitEnd(String unit) {
        await("the move to be settled")
                .until(() -> engine.query("SELECT unit FROM crossfade.moving WHERE unit = '" + unit + "'")
                        .isEmpty());
    }

    @Test
    void oneThatHadNotBegunIsUndoneAndCannotBeMadeAnyMore() throws Exception {
        Audit.Attempt attempt = left(PETS, Phase.DUAL_WRITE);
        awaitEnd(PETS);

        assertThat(entries(attempt))
                .containsExactly("move begun tester 10.0.0.1 ticket 4711", "move undone tester 10.0.0.1 ticket 4711");
        try (Connection late = engine.postgres().getConnection()) {
            assertThatThrownBy(() -> engine.bean(MoveLog.class).made(late, attempt, Map.of()))
                    .isInstanceOf(MoveUndoneException.class);
        }
        assertThat(entries(attempt)).hasSize(2);
        MoveRun last = engine.bean(MoveHistory.class).units().get(PETS).last();
        assertThat(last).isNotNull();
        assertThat(last.message()).contains("stopped in the middle of it, at 'begin'");
    }

    @Test
    void oneThatWasMadeIsNotUndone() throws Exception {
        Audit.Attempt attempt = left(PETS, Phase.DUAL_WRITE);
        try (Connection flip = engine.postgres().getConnection()) {
            engine.bean(MoveLog.class).made(flip, attempt, Map.of());
        }
        awaitEnd(PETS);

        assertThat(entries(attempt)).hasSize(2).last().asString().startsWith("move done tester");
    }

    @Test
    void oneThatIsTakenOverNamesWhoAskedForIt() throws Exception {
        engine.stand(OWNERS, Phase.TARGET);
        Audit.Attempt attempt = left(OWNERS, Phase.READ_SWITCH);
        engine.flip(OWNERS, row -> row.withState(FenceState.DRAINING));
        awaitEnd(OWNERS);

        assertThat(entries(attempt))
                .containsExactly(
                        "move begun tester 10.0.0.1 ticket 4711", "take-over undone tester 10.0.0.1 ticket 4711");
        assertThat(engine.bean(PostgresFence.class).read(OWNERS).state()).isEqualTo(FenceState.OPEN);
    }

    @Test
    void aRequestForAllUnitsEndsToo() throws Exception {
        Audit.Attempt attempt = request(Phase.DUAL_WRITE).attempt();
        engine.bean(MoveLog.class).begin(attempt);
        awaitEnd(Moves.ALL);

        assertThat(entries(attempt)).hasSize(2).last().asString().startsWith("move failed tester");
    }
}
