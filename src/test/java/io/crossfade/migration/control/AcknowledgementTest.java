package io.crossfade.migration.control;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import io.crossfade.migration.OutcomeUnknownException;
import io.crossfade.migration.Phase;
import io.crossfade.migration.control.SourceFence.Mode;
import io.crossfade.testing.EngineForTests;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a write that MongoDB has may be acknowledged. */
class AcknowledgementTest {

    private static final Duration OVER = Duration.ofMillis(300);

    private static EngineForTests engine;

    private final AtomicLong nanos = new AtomicLong();
    private MongoFence source;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
        engine.flip(OWNERS, row -> row.withPhase(Phase.READ_SWITCH).withPercent(100));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void beStrict() {
        String database = "fence_" + UUID.randomUUID();
        FenceForTests.create(engine, database, engine.bean(UnitStates.class).get(OWNERS));
        source = FenceForTests.instance(engine, database, Duration.ofHours(1), OVER, Clock.systemUTC(), nanos::get);
        source.whenChanged(() -> source.refresh(List.of()), () -> {});
        source.refresh(List.of(engine.bean(UnitStates.class).get(OWNERS)));
        FenceForTests.set(source, OWNERS, Mode.STRICT);
    }

    private void write(boolean replicates, Runnable operation) {
        RouterForTests.over(engine, source, replicates).run(OWNERS, List.of("key"), operation, () -> {});
    }

    /** As overload is, of which the server says so. */
    @Test
    void notIfMongoDbFailedInPassing() {
        assertThatThrownBy(() -> write(true, () -> {
                    throw new MongoCommandException(
                            BsonDocument.parse("{ok: 0, code: 462, errmsg: 'said'}"), new ServerAddress());
                }))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("MongoCommandException 462");
    }

    @Test
    void notIfTheSourceWasClosedMeanwhileAlsoIfItIsOpenAgain() {
        assertThatThrownBy(() -> write(true, () -> {
                    FenceForTests.set(source, OWNERS, Mode.CLOSED);
                    FenceForTests.set(source, OWNERS, Mode.STRICT);
                }))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void withoutTheReplicaOnlyOnceNobodyCanReadThere() {
        CompletableFuture<Void> writing = CompletableFuture.runAsync(
                () -> write(false, () -> {}), task -> Thread.ofVirtual().start(task));
        await().until(() -> source.read(OWNERS).mode() == Mode.RELAXED);
        await().during(OVER).until(() -> !writing.isDone());

        nanos.addAndGet(OVER.toNanos());

        assertThat(writing).succeedsWithin(Duration.ofSeconds(20));
    }
}
