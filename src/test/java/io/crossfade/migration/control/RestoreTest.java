package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.migration.Phase;
import io.crossfade.testing.EngineForTests;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** A removed source comes back only if no change can have slipped between the comparison and the outbox. */
class RestoreTest {

    private final List<Boolean> comparisons = new ArrayList<>();

    private MoveReport restore(EngineForTests engine) {
        ControlProperties soon = new ControlProperties(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofDays(1),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Set.of(),
                "");
        UnitStates states = engine.bean(UnitStates.class);
        MoveExecution execution = new MoveExecution(
                states,
                engine.bean(PostgresFence.class),
                engine.bean(SourceFence.class),
                new Cutover(
                        engine.bean(PostgresFence.class),
                        states,
                        engine.bean(SourceFence.class),
                        engine.bean(Barrier.class),
                        soon,
                        engine.bean(Events.class)),
                new DrainedMoves(
                        engine.bean(PostgresFence.class),
                        states,
                        engine.bean(SourceFence.class),
                        row -> List.of(),
                        engine.bean(Barrier.class),
                        soon,
                        engine.bean(Events.class)),
                unit -> comparisons.add(states.get(unit).capturing()),
                List.of(),
                engine.bean(MoveLog.class),
                engine.postgres(),
                soon,
                engine.bean(Events.class),
                Clock.systemUTC());
        return execution.run(
                states.get(OWNERS),
                new Moves.Request(Phase.TARGET, null, null, Requester.named("tester"), null),
                List.of());
    }

    @Test
    void comparesOnlyOnceTransactionsOlderThanTheOutboxHaveEnded() throws Exception {
        try (EngineForTests engine = EngineForTests.start()) {
            engine.stand(OWNERS, Phase.SOURCE_REMOVED);
            try (Connection another = engine.postgres().getConnection();
                    Statement statement = another.createStatement()) {
                another.setAutoCommit(false);
                statement.execute(
                        "INSERT INTO owners (id, email) VALUES (gen_random_uuid(), '" + new ObjectId() + "')");

                assertThat(restore(engine).outcome()).isEqualTo("undone");
                assertThat(comparisons).isEmpty();
                assertThat(engine.bean(UnitStates.class).get(OWNERS).capturing())
                        .isFalse();
                another.commit();
            }
            assertThat(engine.query("SELECT key FROM crossfade.outbox"))
                    .as("such a change is in no outbox")
                    .isEmpty();

            assertThat(restore(engine).done()).isTrue();
            assertThat(comparisons).as("while changes are written down").containsExactly(true);
        }
    }
}
