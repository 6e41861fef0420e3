package io.crossfade.migration.sync;

import static io.crossfade.testing.EngineForTests.OWNERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoClientException;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.crossfade.embedded.mongo.Command;
import io.crossfade.embedded.mongo.Faults;
import io.crossfade.migration.UnitMapping;
import io.crossfade.migration.Units;
import io.crossfade.migration.control.Installation;
import io.crossfade.testing.CommandsForTests;
import io.crossfade.testing.EngineForTests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a write to the source as replica sends, and when it is over. */
class SourceWritesTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static EngineForTests engine;
    private static UnitMapping mapping;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong millis = new AtomicLong();
    private CommandsForTests commands;
    private SourceWrites writes;

    @BeforeAll
    static void start() {
        engine = EngineForTests.start();
        mapping = engine.bean(Units.class).get(OWNERS);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void listen() {
        commands = new CommandsForTests(engine.mongo());
        Clock wall = new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        writes = new SourceWrites(
                commands.client()::startSession,
                commands.client().getDatabase("strattio"),
                Installation.ofNewStores(),
                LIMIT,
                wall,
                nanos::get);
    }

    @AfterEach
    void hangUp() {
        engine.mongo().faults().clear();
        writes.close();
        commands.close();
    }

    private static List<WriteModel<BsonDocument>> deleteAndReplace() {
        BsonDocument id = new BsonDocument("_id", new BsonObjectId(new ObjectId()));
        BsonDocument other = new BsonDocument("_id", new BsonObjectId(new ObjectId()));
        return List.of(
                new DeleteOneModel<>(other),
                new ReplaceOneModel<>(id, id.clone().append("n", new BsonInt32(1)), new ReplaceOptions().upsert(true)));
    }

    private void apply() {
        try (SourceWrites.Running running = writes.begin(OWNERS)) {
            running.apply(mapping, deleteAndReplace());
        }
    }

    private List<BsonDocument> sent(String collection) {
        return commands.sent().stream()
                .filter(command -> command.collection().equals(collection))
                .map(CommandsForTests.Sent::command)
                .toList();
    }

    @Test
    void sendsNothingThatMongoDbCouldNotTellFromARepetition() {
        apply();

        assertThat(sent(OWNERS))
                .hasSize(2)
                .allMatch(command -> command.containsKey("txnNumber") && command.containsKey("lsid"));
        assertThat(writes.quiet(OWNERS)).isTrue();
        assertThat(sent(UnsettledWrites.COLLECTION)).as("all is known").isEmpty();
    }

    @Test
    void aLaterWriteOfTheSameSessionEndsOneWhoseAnswerWasLost() {
        try (Faults.Fault fault =
                engine.mongo().faults().dropAfter(Command.named("update").and(Command.on(OWNERS)))) {
            assertThatThrownBy(this::apply).isInstanceOf(com.mongodb.MongoException.class);
            assertThat(fault.hits()).isPositive();
        }
        await().until(() -> writes.quiet(OWNERS));

        BsonDocument lost = sent(OWNERS).getLast();
        BsonDocument settled = sent(UnsettledWrites.COLLECTION).getLast();
        assertThat(settled.get("lsid")).isEqualTo(lost.get("lsid"));
        assertThat(settled.getNumber("txnNumber").longValue())
                .isGreaterThan(lost.getNumber("txnNumber").longValue());
        assertThat(settled.getDocument("writeConcern").getString("w").getValue())
                .isEqualTo("majority");
    }

    /** The first attempt may still be on its way; where the second one changed nothing, MongoDB does not know it as done. */
    @Test
    void aWriteThatTheDriverSentTwiceIsNotOverWithTheSecondAnswer() {
        Faults.Fault unsettled = engine.mongo().faults().refuse(Command.on(UnsettledWrites.COLLECTION));
        engine.mongo()
                .faults()
                .dropBefore(Faults.first(1, Command.named("update").and(Command.on(OWNERS))));

        apply();

        assertThat(writes.quiet(OWNERS)).isFalse();
        unsettled.close();
        await().until(() -> writes.quiet(OWNERS));
    }

    @Test
    void sendsNothingThatWasBegunTooLongAgoByEitherClock() {
        try (SourceWrites.Running running = writes.begin(OWNERS)) {
            nanos.addAndGet(LIMIT.multipliedBy(4).toNanos() + 1);
            assertThatThrownBy(() -> running.apply(mapping, deleteAndReplace()))
                    .isInstanceOf(MongoClientException.class);
        }
        try (SourceWrites.Running running = writes.begin(OWNERS)) {
            millis.addAndGet(LIMIT.multipliedBy(4).toMillis() + 1);
            assertThatThrownBy(() -> running.apply(mapping, deleteAndReplace()))
                    .isInstanceOf(MongoClientException.class);
        }
        assertThat(sent(OWNERS)).isEmpty();
        assertThat(writes.quiet(OWNERS)).isTrue();
    }
}
