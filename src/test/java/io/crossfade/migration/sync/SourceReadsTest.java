package io.crossfade.migration.sync;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.embedded.mongo.Command;
import io.crossfade.migration.Units;
import io.crossfade.testing.CommandsForTests;
import io.crossfade.testing.EngineForTests;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A deposed primary must not answer what a sync writes to the target. */
class SourceReadsTest {

    private static EngineForTests engine;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static List<String> readConcerns(int keys) {
        try (CommandsForTests commands = new CommandsForTests(engine.mongo())) {
            return readConcerns(commands, keys);
        }
    }

    private static List<String> readConcerns(CommandsForTests commands, int keys) {
        new SourceReads(commands.client(), commands.client().getDatabase("strattio"), Duration.ofSeconds(20))
                .read(
                        engine.bean(Units.class).get(OWNERS),
                        Stream.generate(() -> new ObjectId().toHexString())
                                .limit(keys)
                                .toList(),
                        Long.MAX_VALUE);
        return commands.sent().stream()
                .map(command -> command.collection() + " " + command.readConcern()
                        + (command.command().getDocument("readConcern").containsKey("afterClusterTime")
                                ? " after"
                                : ""))
                .toList();
    }

    @Test
    void readsOneDocumentLinearizably() {
        assertThat(readConcerns(1)).containsExactly("owners linearizable");
    }

    @Test
    void readsABatchNoOlderThanALinearizableRead() {
        assertThat(readConcerns(2)).containsExactly("crossfade_anchor linearizable", "owners majority after");
    }

    /** Red if the anchor's second attempt carries the time of the first: MongoDB refuses such a linearizable read. */
    @Test
    void anchorsABatchAlsoWhenTheAnchorIsReadTwice() {
        Predicate<Command> anchor = Command.on("crossfade_anchor");
        try (CommandsForTests commands = new CommandsForTests(engine.mongo())) {
            // The engine reads it too: only what comes while our first attempt is under way is refused.
            engine.mongo()
                    .faults()
                    .refuse(command -> anchor.test(command) && commands.sent().size() == 1);

            assertThat(readConcerns(commands, 2))
                    .containsExactly(
                            "crossfade_anchor linearizable", "crossfade_anchor linearizable", "owners majority after");
        } finally {
            engine.mongo().faults().clear();
        }
    }
}
